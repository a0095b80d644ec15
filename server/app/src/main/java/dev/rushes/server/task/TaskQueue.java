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
    void submit(Kind kind, String id);
}
