// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.blob;

import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A {@link BlobStore} in a local directory: {@code blobs/ab/abcd…} for finished bytes, {@code incoming/NAME.part} for parts,
 * {@code renders/} for files workers write.
 */
public final class LocalBlobs implements BlobStore {
    /** Free space is looked at again after this many bytes: often enough for any floor, cheap enough to forget. */
    private static final long ROOM_CHECK_BYTES = 64L << 20;

    private static final String PART = ".part";

    private final Path root;
    private final long floorBytes;
    /** Bytes that open parts may still write. */
    private final AtomicLong setAside = new AtomicLong();

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
        requireRoom(bytes, setAside.get());
    }

    private void requireRoom(long bytes, long promised) {
        try {
            long free = Files.getFileStore(root).getUsableSpace();
            if (free - promised - bytes < floorBytes) {
                throw full(free, promised, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("free space of " + root, e);
        }
    }

    private Fault.Exhausted full(long free, long promised, long bytes) {
        return new Fault.Exhausted(
                Reason.STORAGE_FULL,
                "the media disk has " + free + " bytes free, uploads under way take " + promised + ", " + bytes
                        + " more are wanted and " + floorBytes + " must stay free; delete files on the disk of " + root
                        + " and send the request again",
                Map.of("freeBytes", Long.toString(free), "floorBytes", Long.toString(floorBytes)));
    }

    /** Sets room aside, or throws a fault; two that ask at once never get the same room. */
    private synchronized void setAside(long bytes) {
        requireRoom(bytes, setAside.get());
        setAside.addAndGet(bytes);
    }

    @Override
    public void adopt(Path file, String sha256) throws IOException {
        String actual = Digests.sha256(file);
        if (!actual.equals(sha256)) {
            throw new IOException(file + " has SHA-256 " + actual + " (expected: " + sha256 + ")");
        }
        force(file);
        moveIntoPlace(file, sha256);
    }

    @Override
    public Part openPart(String name, long offset, long sizeBytes) throws IOException {
        long wanted = Math.max(0, sizeBytes - offset);
        setAside(wanted);
        try {
            return new PartFile(part(name), offset, wanted);
        } catch (IOException | RuntimeException e) {
            setAside.addAndGet(-wanted);
            throw e;
        }
    }

    @Override
    public long partSize(String name) throws IOException {
        try {
            return Files.size(part(name));
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    @Override
    public void copyPart(String from, String to, long length) throws IOException {
        Path target = part(to);
        try (FileChannel in = FileChannel.open(part(from), StandardOpenOption.READ);
                FileChannel out = FileChannel.open(
                        target,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            long done = 0;
            while (done < length) {
                long copied = in.transferTo(done, length - done, out);
                if (copied <= 0) {
                    break;
                }
                done += copied;
            }
            out.force(true);
        } catch (NoSuchFileException e) {
            // Nothing was written yet.
            return;
        }
        Files.deleteIfExists(part(from));
    }

    @Override
    public int removeParts(Predicate<String> isAbandoned, Instant limit) throws IOException {
        List<Path> parts;
        try (Stream<Path> found = Files.list(root.resolve("incoming"))) {
            parts = found.toList();
        }
        int removed = 0;
        for (Path file : parts) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(PART)
                    && isOlder(file, limit)
                    && isAbandoned.test(name.substring(0, name.length() - PART.length()))
                    && Files.deleteIfExists(file)) {
                removed++;
            }
        }
        return removed;
    }

    @Override
    public long remove(String sha256, BooleanSupplier isUnwanted) throws IOException {
        Path file = path(sha256);
        Path aside = root.resolve("incoming").resolve(sha256 + ".removed");
        if (!isUnwanted.getAsBoolean()) {
            return -1;
        }
        try {
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // Gone already, or a removal was cut off between its two steps.
            long left = Files.exists(aside) ? Files.size(aside) : 0;
            Files.deleteIfExists(aside);
            return left;
        }
        if (!isUnwanted.getAsBoolean()) {
            moveIntoPlace(aside, sha256);
            return -1;
        }
        long size = Files.size(aside);
        Files.delete(aside);
        force(root.resolve("incoming"));
        return size;
    }

    @Override
    public void removeLeftovers(String id) throws IOException {
        for (String folder : List.of("incoming", "renders")) {
            List<Path> found;
            try (Stream<Path> files = Files.list(root.resolve(folder))) {
                found = files.filter(file -> String.valueOf(file.getFileName()).contains(id))
                        .toList();
            }
            for (Path file : found) {
                List<Path> inside;
                try (Stream<Path> tree = Files.walk(file)) {
                    inside = tree.sorted(Comparator.reverseOrder()).toList();
                }
                for (Path one : inside) {
                    Files.deleteIfExists(one);
                }
            }
        }
    }

    private static boolean isOlder(Path file, Instant limit) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private Path part(String name) {
        return root.resolve("incoming").resolve(name + PART);
    }

    private void moveIntoPlace(Path file, String sha256) throws IOException {
        Path target = path(sha256);
        Path folder = root.resolve("blobs").resolve(sha256.substring(0, 2));
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            force(root.resolve("blobs"));
        }
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(folder);
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** A part; the SHA-256 runs along when it is written from its beginning, else the whole is read at the end. */
    private final class PartFile implements Part {
        private final Path file;
        private final FileChannel channel;
        private final Optional<MessageDigest> running;
        private long room;
        private long offset;
        private long nextRoomCheck;

        PartFile(Path file, long offset, long room) throws IOException {
            this.file = file;
            this.offset = offset;
            this.room = room;
            this.running = offset == 0 ? Optional.of(Digests.start()) : Optional.empty();
            boolean fresh = !Files.exists(file);
            this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (fresh) {
                    LocalBlobs.force(root.resolve("incoming"));
                }
                channel.truncate(offset);
                if (channel.size() != offset) {
                    throw new IOException(file + " has " + channel.size() + " bytes (expected: " + offset + ")");
                }
                channel.position(offset);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            this.nextRoomCheck = offset + ROOM_CHECK_BYTES;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            if (bytes.remaining() > room) {
                throw new Fault.Invalid(
                        Reason.CHECKSUM_MISMATCH,
                        "body",
                        "more than the announced " + (offset + room)
                                + " bytes arrived; announce the file again with its length");
            }
            if (offset >= nextRoomCheck) {
                requireRoom(0);
                nextRoomCheck = offset + ROOM_CHECK_BYTES;
            }
            running.ifPresent(digest -> digest.update(bytes.duplicate()));
            try {
                while (bytes.hasRemaining()) {
                    int written = channel.write(bytes);
                    offset += written;
                    room -= written;
                    setAside.addAndGet(-written);
                }
            } catch (IOException e) {
                if (String.valueOf(e.getMessage()).contains("No space left")) {
                    throw full(0, setAside.get(), bytes.remaining());
                }
                throw e;
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(true);
        }

        @Override
        public void finish(long sizeBytes, String sha256, Runnable verified) throws IOException {
            String actual = running.isPresent() ? Digests.text(running.get()) : Digests.sha256(file);
            if (offset != sizeBytes || !actual.equals(sha256)) {
                Files.deleteIfExists(file);
                throw new Fault.Invalid(
                        Reason.CHECKSUM_MISMATCH,
                        "body",
                        offset + " bytes with SHA-256 " + actual + " arrived (announced: " + sizeBytes + " bytes with "
                                + sha256 + "); the bytes were dropped, send the file again");
            }
            channel.force(true);
            verified.run();
            moveIntoPlace(file, sha256);
        }

        @Override
        public void close() throws IOException {
            setAside.addAndGet(-room);
            room = 0;
            channel.close();
        }
    }
}
