// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

/** Is told how far a render is. Called by several threads, one at a time; never falls. */
@FunctionalInterface
public interface ProgressSink {

    /**
     * Takes a step.
     *
     * @param doneFrames frames encoded or taken from the cache
     * @param totalFrames frames of the timeline
     */
    void progress(long doneFrames, long totalFrames);
}
