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
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finished segments by key, each with its digest, so that a damaged file is made again instead of used, and with the files it was
 * made of, so that it goes when one of them is erased. Safe for several renders at once: a render works on hard links, which outlive
 * an eviction.
 */
final class SegmentCache {

    /** No render goes on for as long; what was erased must be gone within a day. */
    private static final Duration ABANDONED_AFTER = Duration.ofHours(12);

    private static final String WORK_PREFIX = "work-";
    private static final String FILM = ".mp4";
    private static final String DIGEST = ".sha256";
    private static final String FACTS = ".json";
    private static final String SOURCES = ".sources";

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
        Path stored = directory.resolve(key + FILM);
        try {
            String wanted = Files.readString(directory.resolve(key + DIGEST));
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

    /** Keeps a finished segment made of {@code sources}; an equal one already there is replaced. */
    void put(String key, Path segment, Collection<Path> sources) throws IOException {
        writeSources(key, sources);
        Path fresh = directory.resolve(key + "." + UUID.randomUUID() + ".new");
        link(segment, fresh);
        Files.setLastModifiedTime(fresh, FileTime.from(clock.instant()));
        Files.move(fresh, directory.resolve(key + FILM), StandardCopyOption.ATOMIC_MOVE);
        writeSmall(key + DIGEST, Digests.sha256(segment).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns what is known of the clip of a digest; empty if nothing is. */
    String facts(String sha256) throws IOException {
        return new String(readSmall(sha256 + FACTS), StandardCharsets.UTF_8);
    }

    /** Keeps what is known of a clip. */
    void putFacts(String sha256, String facts, Path clip) throws IOException {
        writeSources(sha256, List.of(clip));
        writeSmall(sha256 + FACTS, facts.getBytes(StandardCharsets.UTF_8));
    }

    /** Written before what it speaks of: a part of unknown origin is dropped. */
    private void writeSources(String key, Collection<Path> sources) throws IOException {
        String lines = sources.stream()
                .map(source -> source.toAbsolutePath().toString())
                .distinct()
                .collect(Collectors.joining("\n"));
        writeSmall(key + SOURCES, lines.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] readSmall(String name) throws IOException {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    private void writeSmall(String name, byte[] bytes) throws IOException {
        Path fresh = directory.resolve(name + "." + UUID.randomUUID() + ".new");
        Files.write(fresh, bytes);
        Files.move(fresh, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Drops everything made of a file that is gone, or of unknown origin; returns how many parts. */
    int dropOrphans() throws IOException {
        int dropped = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                int end = name.lastIndexOf('.');
                boolean isPart = name.endsWith(FILM) || name.endsWith(FACTS);
                if (isPart && !isFounded(name.substring(0, end))) {
                    drop(name.substring(0, end));
                    dropped++;
                }
            }
        }
        return dropped;
    }

    private boolean isFounded(String key) throws IOException {
        String sources = new String(readSmall(key + SOURCES), StandardCharsets.UTF_8);
        return !sources.isEmpty() && sources.lines().allMatch(source -> Files.exists(Path.of(source)));
    }

    private void drop(String key) throws IOException {
        for (String part : List.of(FILM, FACTS, DIGEST, SOURCES)) {
            Files.deleteIfExists(directory.resolve(key + part));
        }
    }

    /** Drops what was longest unused until the rest fits, and work directories of renders that were killed. */
    void evict() throws IOException {
        Instant abandoned = clock.instant().minus(ABANDONED_AFTER);
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Entry entry = Entry.of(file);
                String name = file.getFileName().toString();
                if (entry != null && name.endsWith(FILM)) {
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
            drop(name.substring(0, name.length() - FILM.length()));
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
