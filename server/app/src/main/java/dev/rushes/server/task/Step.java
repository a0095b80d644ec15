// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

/**
 * One step of long work. {@code total} is 0 while unknown; {@code summary} says in words what came out.
 */
public record Step(Kind kind, State state, int done, int total, String summary) {

    /** What is done in a step. */
    public enum Kind {
        READING_CLIPS,
        FINDING_BEATS,
        LOOKING_AT_FOOTAGE,
        LEARNING_STYLE,
        CHOOSING_SHOTS,
        RENDERING
    }

    /** Where a step stands. */
    public enum State {
        PENDING,
        RUNNING,
        SUCCEEDED,
        SKIPPED,
        FAILED
    }

    /** Returns a step that has not begun. */
    public static Step pending(Kind kind) {
        return new Step(kind, State.PENDING, 0, 0, "");
    }

    /** Returns whether nothing more happens in it. */
    public boolean isEnded() {
        return state == State.SUCCEEDED || state == State.SKIPPED || state == State.FAILED;
    }
}
