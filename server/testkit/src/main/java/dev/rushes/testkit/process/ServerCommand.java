// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The command that starts a built server, with what servers load and link on their way up kept in an AOT cache (JEP 483 and 514): a
 * start takes half the processor time then. The cache is recorded by one server that starts and stops in order before the first start,
 * and lies in {@code target/start-caches} for every process of a test run; another build records its own. A cache is of one class path,
 * so a server with changed classes is started by {@link JavaCommand} alone. Thread-safe, also between processes.
 */
public final class ServerCommand {
    private static final int RECORDED_SECONDS = 180;
    private static final String MAIN = "dev.rushes.server.Main";
    /** Code for calls that it cannot take from the cache is not worth a line on standard output. */
    private static final String QUIET_CACHE = "-Xlog:aot*=error";

    private ServerCommand() {}

    /**
     * Returns the words that start the server of an installation.
     *
     * @param installation a {@code target/dist}
     * @param heap limit of the heap as the JVM takes it, as in {@code 512m}
     * @param arguments of the server
     * @throws IOException if nothing is built there, or no cache could be recorded
     */
    public static List<String> of(Path installation, String heap, String... arguments) throws IOException {
        Path lib = installation.resolve("server/lib");
        List<String> command = with("-XX:AOTCache=" + cache(lib), lib, heap);
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * Returns the words that start the server of an installation as {@code ./rushes serve} does, for measuring: it compiles as an
     * operator's does, and takes the start-up cache of {@code ./rushes doctor}.
     *
     * @param installation a {@code target/dist}
     * @param arguments of the server
     * @throws IOException if that cache is missing
     */
    public static List<String> asInstalled(Path installation, String... arguments) throws IOException {
        Path cache = installation.resolve("server.aot");
        if (!Files.exists(cache)) {
            throw new IOException(cache + " is missing; run ./rushes doctor first, which makes it");
        }
        List<String> command = asServed(installation, arguments);
        command.addAll(1, List.of("-XX:AOTCache=" + cache, QUIET_CACHE));
        return command;
    }

    /**
     * Returns the words that start the server of an installation, compiling as an operator's does, without a start-up cache: for
     * figures of a server that has been running for a while.
     *
     * @param installation a {@code target/dist}
     * @param arguments of the server
     */
    public static List<String> asServed(Path installation, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-cp",
                installation.resolve("server/lib") + "/*",
                MAIN));
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> with(String cacheOption, Path lib, String heap) {
        List<String> command = JavaCommand.of(lib + "/*", heap, MAIN);
        command.addAll(1, List.of(cacheOption, QUIET_CACHE));
        return command;
    }

    private static synchronized Path cache(Path lib) throws IOException {
        Path folder =
                Files.createDirectories(lib.resolve("../../../start-caches").normalize());
        Path cache = folder.resolve("server-" + build(lib) + ".aot");
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(cache)) {
                Path part = folder.resolve("part");
                record(lib, part);
                Files.move(part, cache, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return cache;
    }

    /** Returns a name for what lies in a folder, another one after each build. */
    private static String build(Path lib) throws IOException {
        if (!Files.isDirectory(lib)) {
            throw new IOException(lib + " is not built; run ./rushes test or 'mvn package' first");
        }
        try (Stream<Path> jars = Files.list(lib)) {
            long mixed = 0;
            for (Path jar : (Iterable<Path>) jars.sorted()::iterator) {
                mixed = mixed * 31 + jar.getFileName().hashCode();
                mixed = mixed * 31 + Files.getLastModifiedTime(jar).toMillis();
            }
            return Long.toHexString(mixed);
        }
    }

    private static void record(Path lib, Path cache) throws IOException {
        Path folder = Files.createTempDirectory("rushes-start-cache");
        // PostgreSQL runs as nobody when the tests run as root.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path data = Files.createDirectory(folder.resolve("data"));
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(with("-XX:AOTCacheOutput=" + cache, lib, "512m"));
        builder.environment().put("RUSHES_DATA_DIR", data.toString());
        builder.environment().put("RUSHES_PORT", "0");
        builder.environment().put("RUSHES_FREE_SPACE_FLOOR_BYTES", "0");
        // It would wait 20 s for one that does not answer, and nothing is asked of a worker here.
        builder.environment().keySet().removeAll(Set.of("RUSHES_WORKERS", "RUSHES_WORKER_COMMAND", "RUSHES_HOME"));
        try (WatchService ready = FileSystems.getDefault().newWatchService()) {
            data.register(ready, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                awaitReady(process, data.resolve("server.json"), ready);
                process.destroy();
                // It writes the cache after it has stopped.
                if (!process.waitFor(RECORDED_SECONDS, TimeUnit.SECONDS) || !Files.exists(cache)) {
                    throw new IOException("no start-up cache was written; the log is " + log);
                }
            } finally {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        delete(folder);
    }

    private static void awaitReady(Process process, Path file, WatchService changes)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECORDED_SECONDS);
        while (!Files.exists(file)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("the server to record did not get ready");
            }
            WatchKey key = changes.poll(1, TimeUnit.SECONDS);
            if (key != null) {
                key.pollEvents();
                key.reset();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }
}
