// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Keeps bytes under their SHA-256. A file is there whole or not at all, and once there never changes. */
public interface BlobStore {

    /** Returns whether the bytes are there with this length. */
    boolean has(String sha256, long sizeBytes);

    /** Returns where the bytes lie; they must be there. */
    Path path(String sha256);

    /** Returns where a worker may write something called {@code name} that is adopted or deleted afterwards. */
    Path scratch(String name);

    /** Throws a fault when {@code bytes} more would take free space below the floor. */
    void requireRoom(long bytes);

    /** Returns how many bytes of an upload are durably stored. */
    long offset(String uploadId) throws IOException;

    /** Opens an upload for writing at its end; a second writer of the same upload is refused with a fault. */
    Upload open(String uploadId, long sizeBytes, String sha256) throws IOException;

    /** Takes over a finished file whose SHA-256 is known, by renaming it. */
    void adopt(Path file, String sha256) throws IOException;

    /** Forgets the bytes of an upload that has ended or was given up. */
    void discard(String uploadId) throws IOException;

    /** An upload being written by one caller; not thread-safe. Closing keeps the bytes written for a later resume. */
    interface Upload extends AutoCloseable {
        /** Returns the bytes stored so far. */
        long offset();

        /** Appends bytes; throws a fault when there are more than announced or free space is short. */
        void write(ByteBuffer bytes) throws IOException;

        /** Returns whether all announced bytes are stored. */
        boolean isComplete();

        /** Checks the SHA-256, makes the bytes durable and visible; on a mismatch the bytes are dropped and a fault is thrown. */
        void finish() throws IOException;

        @Override
        void close() throws IOException;
    }
}
