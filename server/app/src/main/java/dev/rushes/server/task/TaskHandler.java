// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import dev.rushes.server.fault.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Does one piece of durable work. It may be called twice for the same id, also at the same time (a frozen node wakes up), so every
 * effect is committed with the attempt number as a fence.
 */
public interface TaskHandler {

    /** Works on {@code id}; returns what becomes of the task. After an exception the task is tried again, a few times. */
    Verdict run(String id) throws InterruptedException;

    /** Ends the work for good, with words for those who wait for it: {@link #run} threw time after time. */
    void giveUp(String id, Failure why);

    /** What becomes of a task; {@code again} is null when it is done. */
    record Verdict(@Nullable Duration again) {
        /** Nothing is left to do. */
        public static final Verdict DONE = new Verdict(null);

        /** Asks to be called again after {@code delay}. */
        public static Verdict after(Duration delay) {
            return new Verdict(delay);
        }
    }
}
