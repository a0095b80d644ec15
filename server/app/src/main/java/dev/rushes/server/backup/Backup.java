// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.backup;

import dev.rushes.postgres.ClusterCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a data folder while its server works: first the database, then media, so that every file a row names is there (finished
 * bytes are stored before their row and never change). Caches, logs and renders under way are left out. Used by one thread.
 */
public final class Backup {
    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);
    /** What is kept of a data folder beside the database, in this order. */
    private static final List<String> KEPT =
            List.of("media/blobs", "media/incoming", "keys", "access-token", Restore.LEDGER);

    private static final String BLOBS = "media/blobs/";

    private final Path data;
    private final Path target;
    private final String version;
    private final InstantSource clock;
    private final SortedMap<String, Manifest.Entry> files = new TreeMap<>();

    /**
     * A backup to be made.
     *
     * @param data the data folder
     * @param target an empty or absent folder
     * @param version version of this program
     */
    public Backup(Path data, Path target, String version, InstantSource clock) {
        this.data = data;
        this.target = target;
        this.version = version;
        this.clock = clock;
    }

    /** Makes it; what is in the target after a failure is no backup and may be deleted. */
    public void run() throws IOException, BadBackup {
        String postgres = ClusterCopy.majorVersion(data.resolve("postgres"))
                .orElseThrow(() -> new BadBackup("there is no database in " + data
                        + "; set RUSHES_DATA_DIR to the folder of the server that is to be backed up"));
        requireEmpty(target);
        Files.createDirectories(target);
        String began = clock.instant().toString();
        boolean online = new ClusterCopy(data.resolve("postgres"), (from, to) -> copy(from, "postgres/" + to)).run();
        for (String kept : KEPT) {
            copyAll(data.resolve(kept));
        }
        Manifest manifest = new Manifest(Manifest.FORMAT, version, postgres, began, online, files);
        manifest.write(target);
        LOG.info(
                "backed up {} files, {} MiB, to {}; all that was acknowledged before {} is in it",
                files.size(),
                files.values().stream().mapToLong(Manifest.Entry::size).sum() >> 20,
                target,
                began);
    }

    private static void requireEmpty(Path folder) throws IOException, BadBackup {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.list(folder)) {
            if (found.findAny().isPresent()) {
                throw new BadBackup(folder + " is not empty; give a folder that does not exist yet");
            }
        }
    }

    private void copyAll(Path kept) throws IOException {
        if (!Files.exists(kept)) {
            return;
        }
        List<Path> found = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(kept)) {
            tree.filter(Files::isRegularFile).sorted().forEach(found::add);
        }
        for (Path file : found) {
            try {
                copy(file, data.relativize(file).toString());
            } catch (NoSuchFileException e) {
                LOG.debug("{} was finished or given up meanwhile", file);
            }
        }
    }

    private void copy(Path from, String name) throws IOException {
        Manifest.Entry copied = Checked.copy(from, target.resolve(name));
        files.put(name, copied);
        if (name.startsWith(BLOBS) && !name.endsWith("/" + copied.sha256())) {
            LOG.warn("{} was damaged before the backup: its bytes do not fit its name", from);
        }
    }
}
