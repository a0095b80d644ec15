// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finished segments by key, each with its digest, so that a damaged file is made again instead of used. Safe for several
 * renders at once: a render works on hard links, which outlive an eviction.
 */
final class SegmentCache {

    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);
    private static final String WORK_PREFIX = "work-";

    private final Path directory;
    private final long maxBytes;
    private final InstantSource clock;

    SegmentCache(RenderPlan.Cache cache, InstantSource clock) throws IOException {
        this.directory = cache.directory().toAbsolutePath();
        this.maxBytes = cache.maxBytes();
        this.clock = clock;
        Files.createDirectories(directory);
    }

    /** Makes a directory on the same file system for one render; the caller deletes it. */
    Path newWorkDirectory() throws IOException {
        return Files.createDirectory(directory.resolve(WORK_PREFIX + UUID.randomUUID()));
    }

    /** Links the segment of a key to {@code target} and tells true if there is an undamaged one. */
    boolean take(String key, Path target) throws IOException {
        Path stored = directory.resolve(key + ".mp4");
        try {
            String wanted = Files.readString(directory.resolve(key + ".sha256"));
            link(stored, target);
            if (Digests.sha256(target).equals(wanted)) {
                Files.setLastModifiedTime(stored, FileTime.from(clock.instant()));
                return true;
            }
        } catch (NoSuchFileException e) {
            // Not there, or evicted by another render meanwhile: it is made again.
        }
        Files.deleteIfExists(target);
        Files.deleteIfExists(stored);
        return false;
    }

    /** Keeps a finished segment; an equal one already there is replaced. */
    void put(String key, Path segment) throws IOException {
        Path fresh = directory.resolve(key + "." + UUID.randomUUID() + ".new");
        link(segment, fresh);
        Files.setLastModifiedTime(fresh, FileTime.from(clock.instant()));
        Files.move(fresh, directory.resolve(key + ".mp4"), StandardCopyOption.ATOMIC_MOVE);
        writeSmall(key + ".sha256", Digests.sha256(segment).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a small file's bytes, none if it is not there. */
    byte[] readSmall(String name) throws IOException {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    void writeSmall(String name, byte[] bytes) throws IOException {
        Path fresh = directory.resolve(name + "." + UUID.randomUUID() + ".new");
        Files.write(fresh, bytes);
        Files.move(fresh, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Drops what was longest unused until the rest fits, and work directories of renders that were killed. */
    void evict() throws IOException {
        Instant abandoned = clock.instant().minus(ABANDONED_AFTER);
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Entry entry = Entry.of(file);
                String name = file.getFileName().toString();
                if (entry != null && name.endsWith(".mp4")) {
                    entries.add(entry);
                } else if (entry != null
                        && (name.startsWith(WORK_PREFIX) || name.endsWith(".new"))
                        && entry.used().isBefore(abandoned)) {
                    deleteTree(file);
                }
            }
        }
        entries.sort(Comparator.comparing(Entry::used).thenComparing(Entry::file));
        long total = entries.stream().mapToLong(Entry::bytes).sum();
        for (Entry entry : entries) {
            if (total <= maxBytes) {
                return;
            }
            String name = entry.file().getFileName().toString();
            Files.deleteIfExists(entry.file());
            Files.deleteIfExists(directory.resolve(name.replace(".mp4", ".sha256")));
            total -= entry.bytes();
        }
    }

    /** Deletes a directory and all in it; what is already gone is no error. */
    static void deleteTree(Path root) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(root)) {
            all = new ArrayList<>(files.toList());
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path file : all.reversed()) {
            Files.deleteIfExists(file);
        }
    }

    private static void link(Path existing, Path link) throws IOException {
        try {
            Files.createLink(link, existing);
        } catch (UnsupportedOperationException | FileAlreadyExistsException e) {
            Files.copy(existing, link, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private record Entry(Path file, Instant used, long bytes) {

        private static @Nullable Entry of(Path file) throws IOException {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Entry(file, attributes.lastModifiedTime().toInstant(), attributes.size());
            } catch (NoSuchFileException e) {
                return null;
            }
        }
    }
}
