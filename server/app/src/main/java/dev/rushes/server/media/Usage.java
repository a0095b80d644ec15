// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.media;

/** What is announced already: files of the job, files and bytes of its project. */
public record Usage(long jobFiles, long projectFiles, long projectBytes) {

    /** Decides whether more may be announced; throws a fault if not. */
    @FunctionalInterface
    public interface Guard {
        void check(Usage usage);
    }
}
