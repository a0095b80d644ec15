// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/** Copies of files whose bytes were digested on the way and forced to the disk. */
final class Checked {
    private static final int BLOCK_BYTES = 1 << 18;

    private Checked() {}

    /** Copies a file with its permissions and returns what was copied; the target must not exist. */
    static Manifest.Entry copy(Path from, Path to) throws IOException {
        MessageDigest digest = digest();
        long size = 0;
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ)) {
            Files.createDirectories(Objects.requireNonNull(to.getParent()));
            try (FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
                ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
                while (in.read(block) >= 0) {
                    block.flip();
                    size += block.remaining();
                    digest.update(block.duplicate());
                    while (block.hasRemaining()) {
                        out.write(block);
                    }
                    block.clear();
                }
                out.force(true);
            }
        }
        return new Manifest.Entry(size, HexFormat.of().formatHex(digest.digest()));
    }

    /** Reads a file and returns what it holds. */
    static Manifest.Entry look(Path file) throws IOException {
        MessageDigest digest = digest();
        long size = 0;
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                size += count;
                digest.update(block.flip());
                block.clear();
            }
        }
        return new Manifest.Entry(size, HexFormat.of().formatHex(digest.digest()));
    }

    static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
