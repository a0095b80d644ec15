// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

/**
 * Something that was looked for at start.
 *
 * @param name stable lower-case word, for example "ffmpeg"
 * @param state what it means for the user
 * @param detail version, or what is missing and how to get it
 */
public record Capability(String name, State state, String detail) {

    /** What a capability means for the user, one for one the states of {@code rushes.v1.Capability}. */
    public enum State {
        /** There and in use. */
        AVAILABLE,
        /** Absent; something slower or simpler is used and the detail says what. */
        MISSING,
        /** Needed and absent; the detail says how to get it. */
        BROKEN
    }
}
