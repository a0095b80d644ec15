// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.preview;

import dev.rushes.server.fault.Failure;
import dev.rushes.server.task.PreviewFile;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps previews and who wants them. Every change by a worker's result is fenced by the running attempt. */
public interface PreviewStore {

    /** Remembers that files of this job are to have previews. */
    void want(String jobId, Instant now);

    /** Returns whether somebody asked for previews of this job. */
    boolean isWanted(String jobId);

    /** Keeps {@code preview} unless its key is known; returns what is kept. */
    Preview ensure(Preview preview);

    Optional<Preview> find(String previewId);

    /** Returns what is known of each key. */
    Map<Preview.Key, Preview> findAll(Collection<Preview.Key> keys);

    /** Returns whether analyses, generations or renders are open: somebody waits for the machine. */
    boolean isSomebodyWaiting();

    /** Starts a new attempt of open work; empty when it has ended. */
    Optional<Preview> begin(String previewId, Instant now);

    /** Saves the files and ends the work; false when {@code attempt} is not the running one any more. */
    boolean succeed(String previewId, long attempt, List<PreviewFile> files, Instant now);

    /** Puts work back; {@code counts} adds a failure. False when {@code attempt} is not the running one any more. */
    boolean putBack(String previewId, long attempt, boolean counts, Instant now);

    /** Ends the work without files; false when {@code attempt} is not the running one any more. */
    boolean fail(String previewId, long attempt, Failure failure, Instant now);

    /** Opens failed work again with no failures. */
    void reopen(String previewId, Instant now);

    /** Returns ids of work that has not ended, oldest first. */
    List<String> open();
}
