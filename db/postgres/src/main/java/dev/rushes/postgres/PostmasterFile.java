// SPDX-License-Identifier: Apache-2.0
package dev.rushes.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the server says about itself in {@code postmaster.pid}: line 1 process, line 4 port, line 8 state.
 *
 * @param pid process id of the postmaster; may be stale
 * @param port port it listens on; 0 while the file is being written
 * @param ready whether it accepts connections
 */
record PostmasterFile(long pid, int port, boolean ready) {

    private static final String NAME = "postmaster.pid";

    /** Reads the file of a data directory; empty when the server was stopped or has not written its id yet. */
    static Optional<PostmasterFile> read(Path data) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(data.resolve(NAME));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (lines.isEmpty() || lines.getFirst().isBlank()) {
            return Optional.empty();
        }
        try {
            long pid = Math.abs(Long.parseLong(lines.getFirst().strip()));
            int port = lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0;
            boolean ready = lines.size() > 7 && lines.get(7).strip().equals("ready");
            return Optional.of(new PostmasterFile(pid, port, ready));
        } catch (NumberFormatException e) {
            throw new IOException(
                    data.resolve(NAME) + " is damaged: remove it if no PostgreSQL runs on this folder", e);
        }
    }

    static void delete(Path data) throws IOException {
        Files.deleteIfExists(data.resolve(NAME));
    }

    /** Tells whether the process is the live server of {@code data}: not a zombie, not an unrelated process. */
    boolean isServing(Path data) {
        Path process = Path.of("/proc", Long.toString(pid));
        if (isGone(process)) {
            return false;
        }
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(realPath(data));
        } catch (IOException e) {
            // Another user's process hides its folder from a root without ptrace rights; its name is public.
            return commandOf(process).equals("postgres");
        }
    }

    /** Tells whether any live process works in {@code data}: a crashed server's children may outlive it a moment. */
    static boolean isInUse(Path data) throws IOException {
        Path real = realPath(data);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (worksIn(process, real)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean worksIn(Path process, Path folder) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(folder) && !isGone(process);
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells whether the process has ended; a zombie has, though its id still answers signals. */
    private static boolean isGone(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X';
        } catch (IOException e) {
            return true;
        }
    }

    private static String commandOf(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static Path realPath(Path data) throws IOException {
        return data.toRealPath();
    }
}
