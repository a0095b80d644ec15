// SPDX-License-Identifier: Apache-2.0
package dev.rushes.client;

/** Told how many bytes of a transfer are done. */
@FunctionalInterface
public interface ByteProgress {

    /** Ignores progress. */
    ByteProgress NONE = (done, total) -> {};

    /**
     * @param doneBytes bytes transferred
     * @param totalBytes length of the file; -1 if unknown
     */
    void transferred(long doneBytes, long totalBytes);
}
