// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Reads FFmpeg's progress lines. Fed by one thread at a time; the count may be read after the child has ended. */
public final class FrameCounter implements Consumer<String> {

    private static final String FRAME = "frame=";

    private final LongConsumer newlyDone;
    private volatile long frames;

    public FrameCounter(LongConsumer newlyDone) {
        this.newlyDone = newlyDone;
    }

    @Override
    public void accept(String line) {
        if (!line.startsWith(FRAME)) {
            return;
        }
        String number = line.substring(FRAME.length()).strip();
        long now = number.matches("[0-9]{1,18}") ? Long.parseLong(number) : frames;
        if (now > frames) {
            long step = now - frames;
            frames = now;
            newlyDone.accept(step);
        }
    }

    /** Returns the frames written so far. */
    public long frames() {
        return frames;
    }
}
