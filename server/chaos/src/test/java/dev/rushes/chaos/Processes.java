// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the kernel's process table tells of a process: memory, open files, threads, and who uses the processor. */
final class Processes {
    private static final int STATE = 0;
    private static final List<String> WANTING = List.of("R", "D");
    private static final int UTIME = 11;
    private static final int STIME = 12;

    private Processes() {}

    /** Returns the number of open files of a process. */
    static long openFiles(long pid) {
        return count(Path.of("/proc", Long.toString(pid), "fd"));
    }

    static long threads(long pid) {
        return count(Path.of("/proc", Long.toString(pid), "task"));
    }

    private static long count(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a thread or a process has used of the processor.
     *
     * @param ticks processor time in the kernel's ticks
     * @param wants whether it runs, or would if a processor were free, or waits for the disk
     */
    record Use(long ticks, boolean wants) {}

    /** Returns the use of each thread of a process whose name begins with one of {@code names}, and of each of its descendants. */
    static Map<String, Use> uses(long pid, List<String> names) {
        Map<String, Use> uses = new HashMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                read(task, names, uses);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ProcessHandle.of(pid)
                .ifPresent(parent -> parent.descendants()
                        .forEach(child -> read(Path.of("/proc", Long.toString(child.pid())), List.of(""), uses)));
        return uses;
    }

    private static void read(Path entry, List<String> names, Map<String, Use> uses) {
        try {
            String stat = Files.readString(entry.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            if (names.stream().anyMatch(name::startsWith)) {
                String[] columns = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                uses.put(
                        entry.toString(),
                        new Use(
                                Long.parseLong(columns[UTIME]) + Long.parseLong(columns[STIME]),
                                WANTING.contains(columns[STATE])));
            }
        } catch (NoSuchFileException e) {
            // It ended between the listing and the look.
        } catch (IOException e) {
            // The kernel says "no such process" while it is being reaped.
            if (Files.exists(entry.resolve("stat"))
                    && !String.valueOf(e.getMessage()).contains("No such process")) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
