// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.backup;

import dev.rushes.postgres.ClusterCopy;
import dev.rushes.server.erasure.Ledger;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a backup back into a data folder: every file is checked first, copied beside its place and checked again, and only then moved
 * there. What stood there is set aside, never deleted, and only when asked for. Used by one thread.
 */
public final class Restore {
    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);
    /** What makes a data folder one that holds somebody's work. */
    private static final List<String> PLACES = List.of("postgres", "media", "keys", "access-token");

    /** Who was erased: a restore adds to it and never replaces it, so that the erased are erased again. */
    static final String LEDGER = "erased";

    private final Path backup;
    private final Path data;
    private final boolean replaces;
    private final InstantSource clock;

    /**
     * A restore to be made.
     *
     * @param data the data folder, made if absent; no server may work on it
     * @param replaces whether data that is there is set aside
     */
    public Restore(Path backup, Path data, boolean replaces, InstantSource clock) {
        this.backup = backup;
        this.data = data;
        this.replaces = replaces;
        this.clock = clock;
    }

    /** Makes it, or refuses and changes nothing. */
    public void run() throws IOException, BadBackup {
        Manifest manifest = check();
        Files.createDirectories(data);
        try (FileChannel channel = FileChannel.open(
                        data.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null || ClusterCopy.isServed(data.resolve("postgres"))) {
                throw new BadBackup(
                        "a server works on " + data + "; stop it, or set RUSHES_DATA_DIR to another folder");
            }
            List<String> there = PLACES.stream()
                    .filter(place -> Files.exists(data.resolve(place)))
                    .toList();
            if (!there.isEmpty() && !replaces) {
                throw new BadBackup("there is data in " + data + " (" + String.join(", ", there)
                        + "); set RUSHES_DATA_DIR to an empty folder, or set the data there aside with --force");
            }
            Path fresh = data.resolve("restoring-" + clock.millis());
            copy(manifest, fresh);
            ClusterCopy.completeFolders(fresh.resolve("postgres"));
            setAside(there);
            for (String place : PLACES) {
                if (Files.exists(fresh.resolve(place))) {
                    Files.move(fresh.resolve(place), data.resolve(place));
                }
            }
            addToLedger(fresh.resolve(LEDGER));
            Files.delete(fresh);
        }
        LOG.info(
                "restored {} files of {} into {}; start the server as usual",
                manifest.files().size(),
                manifest.createTime(),
                data);
    }

    private Manifest check() throws IOException, BadBackup {
        Manifest manifest = Manifest.read(backup);
        String bundled = ClusterCopy.bundledMajorVersion();
        if (!manifest.postgres().equals(bundled)) {
            throw new BadBackup("the backup is of PostgreSQL " + manifest.postgres() + ", this is " + bundled
                    + "; restore it with the version of Rushes that made it, " + manifest.rushes());
        }
        for (Map.Entry<String, Manifest.Entry> file : manifest.files().entrySet()) {
            Path path = backup.resolve(file.getKey()).normalize();
            if (!path.startsWith(backup)) {
                throw new BadBackup(backup + " names a file outside: " + file.getKey());
            }
            requireSame(path, file.getValue(), look(path));
        }
        return manifest;
    }

    private static Manifest.Entry look(Path file) throws IOException, BadBackup {
        try {
            return Checked.look(file);
        } catch (NoSuchFileException e) {
            throw new BadBackup("the backup is damaged: " + file + " is missing; use another backup");
        }
    }

    private static void requireSame(Path file, Manifest.Entry wanted, Manifest.Entry found) throws BadBackup {
        if (!wanted.equals(found)) {
            throw new BadBackup("the backup is damaged: " + file + " has " + found.size() + " bytes with SHA-256 "
                    + found.sha256() + " (expected: " + wanted.size() + " with " + wanted.sha256()
                    + "); use another backup");
        }
    }

    private void copy(Manifest manifest, Path fresh) throws IOException, BadBackup {
        for (Map.Entry<String, Manifest.Entry> file : manifest.files().entrySet()) {
            Path from = backup.resolve(file.getKey());
            requireSame(from, file.getValue(), Checked.copy(from, fresh.resolve(file.getKey())));
        }
    }

    private void addToLedger(Path restored) throws IOException {
        if (!Files.exists(restored)) {
            return;
        }
        new Ledger(data.resolve(LEDGER)).addAll(new Ledger(restored).subjects());
        Files.delete(restored);
    }

    private void setAside(List<String> there) throws IOException {
        if (there.isEmpty()) {
            return;
        }
        Path aside = Files.createDirectory(data.resolve("replaced-" + clock.millis()));
        for (String place : there) {
            Files.move(data.resolve(place), Objects.requireNonNull(aside.resolve(place)));
        }
        LOG.info("what was there is in {}; delete it when it is not needed", aside);
    }
}
