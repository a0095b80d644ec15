// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.bench;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Processor and wall seconds of a process; what its children used counts when they have ended.
 *
 * @param wall clock
 * @param own processor seconds of the process itself
 * @param children of its children and of all orphans
 */
public record ProcessCost(double wall, double own, double children) {

    private static final double TICKS_PER_SECOND = 100;

    public ProcessCost minus(ProcessCost before) {
        return new ProcessCost(wall - before.wall, own - before.own, children - before.children);
    }

    /** Returns what the same work done so often would cost. */
    public ProcessCost times(int often) {
        return new ProcessCost(often * wall, often * own, often * children);
    }

    /**
     * Makes what bubblewrap leaves behind children of this process. It ends before the process it started does, so nobody
     * would wait for that one and its processor time would be lost; here it stays as a zombie that can be asked.
     */
    public static void adoptOrphans() throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle prctl = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("prctl"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG));
        int failed = (int) prctl.invokeExact(36, 1L, 0L, 0L, 0L); // PR_SET_CHILD_SUBREAPER
        if (failed != 0) {
            System.out.println("prctl refused: the children's processor time will be too low");
        }
    }

    /** What a process used itself, what its children did, and what all orphans did. */
    public static ProcessCost of(long pid) throws IOException {
        String[] own = stat(Path.of("/proc", Long.toString(pid), "stat"));
        double children = seconds(own, 13);
        String self = Long.toString(ProcessHandle.current().pid());
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.toList()) {
                if (process.getFileName().toString().matches("\\d+")) {
                    try {
                        String[] fields = stat(process.resolve("stat"));
                        if (fields[0].equals("Z") && fields[1].equals(self)) {
                            children += seconds(fields, 11) + seconds(fields, 13);
                        }
                    } catch (IOException e) {
                        continue; // it has just ended, so it is none of ours
                    }
                }
            }
        }
        return new ProcessCost(System.nanoTime() / 1e9, seconds(own, 11), children);
    }

    private static double seconds(String[] fields, int first) {
        return (Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1])) / TICKS_PER_SECOND;
    }

    /** Fields of proc_pid_stat(5) from the third one on: the second may hold blanks. */
    private static String[] stat(Path file) throws IOException {
        String line = Files.readString(file);
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }

    /** Processor seconds of the threads of a process whose name begins so. */
    public static double threads(long pid, String name) throws IOException {
        double seconds = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                if (Files.readString(task.resolve("comm")).startsWith(name)) {
                    String[] fields = stat(task.resolve("stat"));
                    seconds += seconds(fields, 11);
                }
            }
        }
        return seconds;
    }

    /** The most memory a process has held so far. */
    public static long peakMegabytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return 0;
    }
}
