// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the video file of a timeline. Each shot and each dissolve or whip is a segment of its own, encoded by one FFmpeg
 * child and kept in a cache; the file is put together by stream copy, so a changed shot costs one segment.
 */
@NullMarked
package dev.rushes.worker.render;

import org.jspecify.annotations.NullMarked;
