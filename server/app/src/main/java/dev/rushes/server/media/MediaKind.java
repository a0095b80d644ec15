// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.media;

/** What a file is used for. */
public enum MediaKind {
    CLIP,
    SONG,
    FINISHED_VIDEO
}
