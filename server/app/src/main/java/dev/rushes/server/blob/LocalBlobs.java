// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.blob;

import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A {@link BlobStore} in a local directory: {@code blobs/ab/abcd…} for finished bytes, {@code incoming/ID.part} for uploads,
 * {@code renders/} for files workers write. Thread-safe; each upload has one writer.
 */
public final class LocalBlobs implements BlobStore {
    /** Free space is looked at again after this many bytes: often enough for any floor, cheap enough to forget. */
    private static final long ROOM_CHECK_BYTES = 64L << 20;

    private final Path root;
    private final long floorBytes;
    private final Set<String> writers = ConcurrentHashMap.newKeySet();

    /** Takes the media root, made if absent, and the bytes that must stay free on its file system. */
    public LocalBlobs(Path root, long floorBytes) {
        this.root = root.toAbsolutePath().normalize();
        this.floorBytes = floorBytes;
        try {
            Files.createDirectories(this.root.resolve("blobs"));
            Files.createDirectories(this.root.resolve("incoming"));
            Files.createDirectories(this.root.resolve("renders"));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "media folder " + this.root + " cannot be made; choose a writable RUSHES_DATA_DIR", e);
        }
    }

    @Override
    public Path scratch(String name) {
        return root.resolve("renders").resolve(name);
    }

    @Override
    public boolean has(String sha256, long sizeBytes) {
        try {
            return Files.size(path(sha256)) == sizeBytes;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Path path(String sha256) {
        return root.resolve("blobs").resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    @Override
    public void requireRoom(long bytes) {
        try {
            long free = Files.getFileStore(root).getUsableSpace();
            if (free - bytes < floorBytes) {
                throw new Fault.Exhausted(
                        Reason.STORAGE_FULL,
                        "the media disk has " + free + " bytes free, " + bytes + " more are wanted and " + floorBytes
                                + " must stay free; delete files on the disk of " + root
                                + " and send the request again",
                        Map.of("freeBytes", Long.toString(free), "floorBytes", Long.toString(floorBytes)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("free space of " + root, e);
        }
    }

    @Override
    public long offset(String uploadId) throws IOException {
        Path part = part(uploadId);
        return Files.exists(part) ? Files.size(part) : 0;
    }

    @Override
    public Upload open(String uploadId, long sizeBytes, String sha256) throws IOException {
        requireRoom(sizeBytes - offset(uploadId));
        if (!writers.add(uploadId)) {
            throw new Fault.Conflict(
                    Reason.WRONG_STATE,
                    "upload " + uploadId
                            + " is being written by another request; ask for its offset with HEAD and wait");
        }
        try {
            return new PartFile(uploadId, sizeBytes, sha256);
        } catch (IOException | RuntimeException e) {
            writers.remove(uploadId);
            throw e;
        }
    }

    @Override
    public void adopt(Path file, String sha256) throws IOException {
        force(file);
        moveIntoPlace(file, sha256);
    }

    @Override
    public void discard(String uploadId) throws IOException {
        Files.deleteIfExists(part(uploadId));
    }

    private Path part(String uploadId) {
        return root.resolve("incoming").resolve(uploadId + ".part");
    }

    private void moveIntoPlace(Path file, String sha256) throws IOException {
        Path target = path(sha256);
        Path folder = root.resolve("blobs").resolve(sha256.substring(0, 2));
        Files.createDirectories(folder);
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(folder);
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** An upload in progress; the SHA-256 runs along, and is caught up from disk on a resume. */
    private final class PartFile implements Upload {
        private final String uploadId;
        private final long sizeBytes;
        private final String sha256;
        private final MessageDigest digest;
        private final FileChannel channel;
        private long offset;
        private long nextRoomCheck;

        PartFile(String uploadId, long sizeBytes, String sha256) throws IOException {
            this.uploadId = uploadId;
            this.sizeBytes = sizeBytes;
            this.sha256 = sha256;
            this.digest = sha256Digest();
            this.channel = FileChannel.open(
                    part(uploadId), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
            this.offset = channel.position();
            this.nextRoomCheck = offset + ROOM_CHECK_BYTES;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            if (offset + bytes.remaining() > sizeBytes) {
                throw new Fault.Invalid(
                        Reason.CHECKSUM_MISMATCH,
                        "body",
                        "more than the announced " + sizeBytes
                                + " bytes arrived; announce the file again with its length");
            }
            if (offset >= nextRoomCheck) {
                requireRoom(sizeBytes - offset);
                nextRoomCheck = offset + ROOM_CHECK_BYTES;
            }
            digest.update(bytes.duplicate());
            while (bytes.hasRemaining()) {
                offset += channel.write(bytes);
            }
        }

        @Override
        public boolean isComplete() {
            return offset == sizeBytes;
        }

        @Override
        public void finish() throws IOException {
            String actual = HexFormat.of().formatHex(digest.digest());
            if (!isComplete() || !actual.equals(sha256)) {
                discard(uploadId);
                throw new Fault.Invalid(
                        Reason.CHECKSUM_MISMATCH,
                        "body",
                        offset + " bytes with SHA-256 " + actual + " arrived (announced: " + sizeBytes + " bytes with "
                                + sha256 + "); the bytes were dropped, send the file again");
            }
            channel.force(true);
            moveIntoPlace(part(uploadId), sha256);
        }

        @Override
        public void close() throws IOException {
            try {
                if (channel.isOpen()) {
                    channel.force(true);
                }
                channel.close();
            } finally {
                writers.remove(uploadId);
            }
        }
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
