// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

/** A video file a worker made. */
public record RenderedFile(long sizeBytes, String sha256, int width, int height, long frameCount) {}
