// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.render;

import dev.rushes.server.fault.Failure;
import dev.rushes.server.task.Progress;
import dev.rushes.server.task.RenderedFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps renders. Every change by running work is fenced: it happens only for the attempt that is still running. */
public interface RenderStore {

    /**
     * Keeps {@code render} unless its id is known; returns what is kept.
     *
     * @param mostOpen open ones that the creator may have, this one included
     * @throws dev.rushes.server.fault.Fault.Exhausted when there are as many
     */
    Render insert(Render render, int mostOpen);

    Optional<Render> find(String renderId);

    /** Returns the newest finished render of the same order. */
    Optional<Render> findFinished(Render.Order order);

    /** Returns finished renders of whatever the scope shows, newest first. */
    List<Render> newestFinished(int most);

    /** Starts a new attempt of open work; empty when it has ended. */
    Optional<Render> begin(String renderId, Instant now);

    /** Saves how far it is; false when {@code attempt} is not the running one any more. */
    boolean report(String renderId, long attempt, Progress progress, Instant now);

    /** Saves the file and ends the work; false when {@code attempt} is not the running one any more. */
    boolean succeed(String renderId, long attempt, Progress progress, RenderedFile file, Instant now);

    /** Ends the work without a file; false when {@code attempt} is not the running one any more. */
    boolean fail(String renderId, long attempt, Failure failure, Instant now);

    /** Puts work back; {@code counts} adds a failure. False when {@code attempt} is not the running one any more. */
    boolean putBack(String renderId, long attempt, boolean counts, Instant now);

    /** Ends open work on a person's wish; returns what it is then. */
    Optional<Render> cancel(String renderId, Instant now);

    /** Returns ids of work that has not ended. */
    List<String> open();
}
