// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.erasure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Who was erased, as SHA-256 of ids, in a file beside the database: it must survive when an older database is put back, so no restore may
 * replace it. Thread-safe.
 */
public final class Ledger {
    private static final HexFormat HEX = HexFormat.of();
    private static final int HEX_LENGTH = 64;

    private final Path file;

    public Ledger(Path file) {
        this.file = file;
    }

    /** Adds one durably, unless it is there. */
    public synchronized void add(byte[] subject) {
        addAll(List.of(subject));
    }

    /** Adds those that are not there, durably. */
    public synchronized void addAll(List<byte[]> subjects) {
        List<String> known = lines();
        StringBuilder fresh = new StringBuilder();
        for (byte[] subject : subjects) {
            String line = HEX.formatHex(subject);
            if (!known.contains(line)) {
                fresh.append(line).append('\n');
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(fresh.toString().getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                int unused = channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger of erasures in " + file, e);
        }
    }

    /** Returns everyone. */
    public synchronized List<byte[]> subjects() {
        List<byte[]> found = new ArrayList<>();
        for (String line : lines()) {
            found.add(HEX.parseHex(line));
        }
        return found;
    }

    /** A line that a crash cut off is none. */
    private List<String> lines() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
                            .filter(line -> line.length() == HEX_LENGTH)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger of erasures in " + file, e);
        }
    }
}
