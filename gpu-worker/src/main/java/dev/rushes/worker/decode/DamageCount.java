// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the frames FFmpeg shows although it knows them to be damaged. It says so in warnings on standard error, which the
 * draining thread puts in.
 */
final class DamageCount {

    private final AtomicLong frames = new AtomicLong();

    /** Takes a line; true if it is a warning that is no complaint about the file. */
    boolean offer(String line) {
        if (line.contains("corrupt decoded frame")) {
            frames.incrementAndGet();
            return false;
        }
        return line.contains("[warning]");
    }

    long frames() {
        return frames.get();
    }
}
