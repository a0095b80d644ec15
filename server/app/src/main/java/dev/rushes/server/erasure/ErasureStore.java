// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.erasure;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Erasures and what they remove. Every method spans creators and takes care of its scope itself; all of them may be repeated. */
public interface ErasureStore {
    /** Returns a creator's name, which confirms its erasure; empty for an unknown one. */
    Optional<String> creatorName(String creatorId);

    /** Returns every creator's id. */
    List<String> creators();

    /**
     * Begins an erasure and ends every access to the creator, in one transaction; returns the one that runs already when there is one.
     *
     * @param subject SHA-256 of the creator's id
     */
    Erasure begin(Erasure fresh, byte[] subject);

    /** Returns the erasures that are not done. */
    List<Erasure> open();

    /** Returns all, newest first. */
    List<Erasure> newest(int most);

    /** Returns the SHA-256 of the ids of creators that were erased, or are being. */
    List<byte[]> subjects();

    /**
     * Ends the creator's waiting work and, if none runs any more, notes the hashes of its files and goes on to {@link Erasure.State#ROWS}.
     *
     * @return whether it went on
     */
    boolean quiesce(Erasure erasure, Instant now);

    /** Removes some of the creator's rows; returns how many, 0 when none are left. */
    long removeSomeRows(Erasure erasure);

    /** Removes the creator itself and goes on to {@link Erasure.State#FILES}. */
    void forget(Erasure erasure, Instant now);

    /** Returns some hashes of files that are to go, and some ids of work that may have left others. */
    List<String> files(Erasure erasure, int most);

    /** Returns whether anybody has a file. */
    boolean isReferenced(String sha256);

    /** Notes that a file is gone, or stays because somebody else has it; {@code bytes} is negative when it stays. */
    void fileGone(Erasure erasure, String sha256, long bytes);

    /** Goes on to {@link Erasure.State#DONE}. */
    void finish(Erasure erasure, Instant now);
}
