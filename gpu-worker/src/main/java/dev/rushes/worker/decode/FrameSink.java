// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

/** Takes frames one after the other on the reading thread. */
@FunctionalInterface
public interface FrameSink {

    /** Takes one frame; must copy what it keeps. */
    void accept(VideoFrame frame);
}
