// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One test's folder, seed and children. Children end in reverse order of their start; after a failure logs are kept below
 * {@code target/chaos-logs} and the seed is printed. One thread, but {@link #own} is safe.
 */
final class Scene implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scene.class);
    private static final String SEED_VARIABLE = "RUSHES_CHAOS_SEED";

    private final String name;
    private final Path folder;
    private final long seed;
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private boolean failed;

    private Scene(String name, Path folder, long seed) {
        this.name = name;
        this.folder = folder;
        this.seed = seed;
    }

    static Scene open(String name) throws IOException {
        Path folder = Files.createTempDirectory("rushes-chaos");
        // PostgreSQL runs as nobody when the tests run as root.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        String given = System.getenv().getOrDefault(SEED_VARIABLE, "");
        long seed = given.isBlank() ? System.nanoTime() & 0xFFFF_FFFFL : Long.parseLong(given.strip());
        LOG.info("{}: {}={} tier {}", name, SEED_VARIABLE, seed, Tier.chosen());
        return new Scene(name, folder, seed);
    }

    Path folder() {
        return folder;
    }

    /** Returns the chance of one actor: the same for the same seed, whatever the others draw. */
    SplittableRandom chance(int actor) {
        return new SplittableRandom(seed * 1_000_003 + actor);
    }

    synchronized <T extends AutoCloseable> T own(T closeable) {
        owned.push(closeable);
        return closeable;
    }

    synchronized void disown(AutoCloseable closed) {
        owned.remove(closed);
    }

    /** Returns the root of the checkout. */
    static Path root() {
        return Path.of(System.getProperty("rushes.root")).toAbsolutePath().normalize();
    }

    void failed() {
        failed = true;
    }

    @Override
    public void close() throws IOException {
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception e) {
                LOG.warn("{} left something behind", name, e);
            }
        }
        if (failed) {
            keepLogs();
        }
        delete(folder);
    }

    private void keepLogs() throws IOException {
        Path kept = Path.of("target", "chaos-logs", name).toAbsolutePath();
        LOG.error(
                "{} failed; replay: {}={} (draws, not interleavings, repeat); logs: {}",
                name,
                SEED_VARIABLE,
                seed,
                kept);
        delete(kept);
        Files.createDirectories(kept);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                String flat = folder.relativize(file).toString().replace('/', '_');
                Files.copy(file, kept.resolve(flat), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            LOG.warn("{} is not wholly deleted", tree, e);
        }
    }
}
