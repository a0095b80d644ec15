// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

/** Takes durable work. Submitting the same work twice, or work that runs already, changes nothing. */
public interface TaskQueue {

    /** What kind of work it is; kinds have their own threads, so that long ones never starve short ones. */
    enum Kind {
        ANALYSIS,
        GENERATION,
        RENDER,
        PREVIEW
    }

    /** Has {@code id} worked on soon, also if this process dies first. */
    default void submit(Kind kind, String id) {
        submit(kind, id, 0);
    }

    /**
     * Likewise, behind all work of this kind with a lower rank.
     *
     * @param rank how much open work of this kind its creator has already, so that nobody waits behind all of somebody else's (P-28)
     */
    void submit(Kind kind, String id, int rank);
}
