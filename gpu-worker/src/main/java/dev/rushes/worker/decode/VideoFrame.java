// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

/**
 * One decoded frame, turned upright. Borrowed for one call of {@link FrameSink}: the pixels are overwritten by the next.
 *
 * @param index zero-based number in presentation order
 * @param seconds presentation time from the first shown frame
 * @param width pixels
 * @param height pixels
 * @param pixels planes as {@link FrameSpec.Layout} says
 */
public record VideoFrame(long index, double seconds, int width, int height, byte[] pixels) {}
