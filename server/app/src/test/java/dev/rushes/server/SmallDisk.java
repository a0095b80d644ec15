// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of a few megabytes in memory, mounted over a folder; needs root. */
record SmallDisk(Path folder, String failure) implements AutoCloseable {
    /** None: there is nothing to unmount. */
    static final SmallDisk NONE = new SmallDisk(Path.of(""), "none");

    /** Mounts one; {@link #failure} says why it could not be, and is empty otherwise. */
    static SmallDisk mount(Path folder, int mebibytes) throws InterruptedException {
        return new SmallDisk(
                folder, run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString()));
    }

    /** Writes a file of zeros until there is no room for another byte. */
    void fill() throws IOException {
        byte[] zeros = new byte[1 << 16];
        try (OutputStream ballast = Files.newOutputStream(folder.resolve("ballast"))) {
            while (true) {
                ballast.write(zeros);
            }
        } catch (IOException e) {
            if (folder.toFile().getUsableSpace() > 0) {
                throw e;
            }
        }
    }

    /** Makes room again. */
    void free() throws IOException {
        Files.delete(folder.resolve("ballast"));
    }

    @Override
    public void close() throws InterruptedException {
        if (failure.isEmpty()) {
            String left = run("umount", "-l", folder.toString());
            if (!left.isEmpty()) {
                throw new AssertionError(left);
            }
        }
    }

    /** Runs a program; returns what went wrong, empty if nothing did. */
    private static String run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? "" : said.isEmpty() ? "exit " + process.exitValue() : said;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
