// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import dev.rushes.editorial.time.FrameRate;

/** How a file counts; the words of {@code MediaFacts} in {@code worker_service.proto}. */
public record MediaFacts(
        Pictures pictures, String startTimecode, int channelCount, int sampleRate, double durationSeconds) {

    /** The picture stream; all 0 at 30/1 without one. */
    public record Pictures(FrameRate rate, long count, boolean variableRate, int width, int height) {}

    public FrameRate frameRate() {
        return pictures.rate();
    }

    public long frameCount() {
        return pictures.count();
    }

    public boolean variableRate() {
        return pictures.variableRate();
    }

    public int width() {
        return pictures.width();
    }

    public int height() {
        return pictures.height();
    }
}
