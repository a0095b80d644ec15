// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.removal;

import java.util.List;

/** Takes files out of jobs and remembers whose bytes may go. */
public interface RemovalStore {

    /** What became of a wish to take a file out. */
    enum Outcome {
        DONE,
        ABSENT,
        /** The timeline has another revision by now. */
        MOVED_ON,
        /** Its bytes are there and a cut is being made of them. */
        CUTTING
    }

    /** Bytes that may go, once their creator's work does not need them any more. */
    record Freed(String creatorId, String sha256) {}

    /**
     * Takes a file out of its job, with the comments on it and its upload, and remembers its bytes; nothing else of the job changes
     * meanwhile.
     *
     * @param revision newest revision of the job's timeline, which does not use it; 0 for none
     */
    Outcome remove(String mediaId, long revision);

    /** Returns bytes that may go, oldest first; for a scope that spans creators. */
    List<Freed> freed(int most);

    /** Returns whether no analysis, preview or render of the creator reads these bytes, keeps some, or is about to. */
    boolean isAtRest(String sha256);

    /**
     * Remembers bytes that are about to be kept, or were kept for nothing: they may go unless a result comes to name them. Said
     * before they are kept, so that a kill in between leaves none that nothing names.
     */
    void doubt(List<String> sha256s);

    /** Forgets that bytes may go, and what was made of them, unless the creator has them again; what was made may go then. */
    void settle(String sha256);
}
