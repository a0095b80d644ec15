// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

/** Hears how far an analysis is; called on the analysing thread, at most about ten times a second of media. */
@FunctionalInterface
public interface ProgressListener {

    /** Ignores everything. */
    ProgressListener NONE = (done, total) -> {};

    /**
     * Hears progress.
     *
     * @param framesDone frames decoded so far
     * @param framesTotal frames announced; 0 if unknown, may turn out wrong
     */
    void progressed(long framesDone, long framesTotal);
}
