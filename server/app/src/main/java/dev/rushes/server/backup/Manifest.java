// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.backup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a backup holds: {@code manifest.json} beside {@code manifest.sha256} with its checksum, written last, so that a folder without
 * them is no backup.
 *
 * @param format number of this layout
 * @param rushes version of the program that made it
 * @param postgres major version of PostgreSQL, which a restore must share
 * @param createTime when it began: everything acknowledged before is in it
 * @param online whether the server was working meanwhile
 * @param files every file by its path in the folder
 */
record Manifest(
        int format, String rushes, String postgres, String createTime, boolean online, SortedMap<String, Entry> files) {
    static final int FORMAT = 1;
    private static final String NAME = "manifest.json";
    private static final String CHECKSUM = "manifest.sha256";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A file: its length in bytes and its SHA-256 in lower-case hexadecimal. */
    record Entry(long size, String sha256) {}

    Manifest {
        files = new TreeMap<>(files);
    }

    /** Tells whether a folder has a manifest, good or bad. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    void write(Path folder) throws IOException {
        byte[] bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
        Checked.write(folder.resolve(NAME), bytes);
        Checked.write(
                folder.resolve(CHECKSUM),
                (Checked.sha256(bytes) + "  " + NAME + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Reads and checks the manifest of a backup, not its files. */
    static Manifest read(Path folder) throws IOException, BadBackup {
        byte[] bytes;
        String checksum;
        try {
            bytes = Files.readAllBytes(folder.resolve(NAME));
            checksum = Files.readString(folder.resolve(CHECKSUM)).split(" ")[0];
        } catch (NoSuchFileException e) {
            throw new BadBackup(folder + " is no finished backup: it has no " + e.getFile());
        }
        if (!Checked.sha256(bytes).equals(checksum)) {
            throw new BadBackup(folder.resolve(NAME) + " was changed after the backup; use another backup");
        }
        try {
            Manifest manifest = JSON.readValue(bytes, Manifest.class);
            if (manifest.format() != FORMAT) {
                throw new BadBackup(folder + " has format " + manifest.format() + " (expected: " + FORMAT
                        + "); restore it with the version of Rushes that made it, " + manifest.rushes());
            }
            return manifest;
        } catch (JacksonException e) {
            throw new BadBackup(folder.resolve(NAME) + " cannot be read: " + e.getOriginalMessage());
        }
    }
}
