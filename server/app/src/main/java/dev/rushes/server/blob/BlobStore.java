// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Keeps bytes under their SHA-256. A file is there whole or not at all, and once there never changes. Thread-safe. */
public interface BlobStore {

    /** Returns whether the bytes are there with this length. */
    boolean has(String sha256, long sizeBytes);

    /** Returns where the bytes lie on this machine; they must be there. May have to fetch them first. */
    Path path(String sha256);

    /** Returns where a worker may write something called {@code name} that is adopted or deleted afterwards. */
    Path scratch(String name);

    /** Throws a fault when {@code bytes} more, beside what open parts may still take, would bring free space below the floor. */
    void requireRoom(long bytes);

    /** Takes over a finished file by renaming it; throws when its bytes do not have this SHA-256. */
    void adopt(Path file, String sha256) throws IOException;

    /**
     * Opens a part, made if absent, for writing at {@code offset}; what lies behind is dropped. Room for {@code sizeBytes} in all is
     * set aside until it is closed. The caller sees to it that there is one writer.
     */
    Part openPart(String name, long offset, long sizeBytes) throws IOException;

    /** Returns how many bytes of a part there are; 0 if it is absent. */
    long partSize(String name) throws IOException;

    /** Makes a part of the first {@code length} bytes of another, which is dropped; its writer can do no harm any more. */
    void copyPart(String from, String to, long length) throws IOException;

    /** Removes the parts that were not written to since {@code limit} and of which the test says so; returns how many. */
    int removeParts(Predicate<String> isAbandoned, Instant limit) throws IOException;

    /**
     * Removes bytes that nobody needs any more. The test is asked again once they are out of sight; when it says no, they are put back.
     *
     * @return how many bytes are gone; -1 when they stay, 0 when there were none
     */
    long remove(String sha256, BooleanSupplier isUnwanted) throws IOException;

    /** Removes parts and scratch files whose names hold {@code id}: what was left of work that was killed. */
    void removeLeftovers(String id) throws IOException;

    /** A part being written by one caller; not thread-safe. Closing keeps the bytes. */
    interface Part extends AutoCloseable {
        /** Returns the bytes written so far. */
        long offset();

        /** Appends bytes; throws a fault when there are more than announced or free space is short. */
        void write(ByteBuffer bytes) throws IOException;

        /** Makes what was written durable. After a failure nothing may be said of these bytes: they must be sent again. */
        void force() throws IOException;

        /** Checks length and SHA-256 of the whole, makes the bytes durable and visible under it; on a mismatch they are dropped and a fault is thrown. */
        default void finish(long sizeBytes, String sha256) throws IOException {
            finish(sizeBytes, sha256, () -> {});
        }

        /** Likewise, and runs {@code verified} between the check and the move: what it notes outlives a crash that comes before or after the move. */
        void finish(long sizeBytes, String sha256, Runnable verified) throws IOException;

        @Override
        void close() throws IOException;
    }
}
