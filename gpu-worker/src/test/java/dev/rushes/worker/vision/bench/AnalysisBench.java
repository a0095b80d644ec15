// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.bench;

import dev.rushes.api.worker.v1.AnalyzeClipRequest;
import dev.rushes.api.worker.v1.AnalyzeClipResponse;
import dev.rushes.api.worker.v1.MediaSource;
import dev.rushes.api.worker.v1.WorkerServiceGrpc;
import dev.rushes.worker.decode.Limits;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.decode.SandboxCommand;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * What analysing a folder of clips costs in a fresh worker process, started as the server starts it, against decoding each
 * clip once with the same FFmpeg in the same cage. Processor seconds are told apart: worker, its children, its compilers.
 * Usage: {@code AnalysisBench [folder] [rounds]}; later rounds show a worker that is warm.
 */
public final class AnalysisBench {

    private static final double TICKS_PER_SECOND = 100;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private AnalysisBench() {}

    /** Processor and wall seconds; what the children used counts when they have ended. */
    private record Cost(double wall, double own, double children) {

        Cost minus(Cost before) {
            return new Cost(wall - before.wall, own - before.own, children - before.children);
        }
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws Throwable {
        adoptOrphans();
        Path folder = arguments.length > 0
                ? Path.of(arguments[0]).toAbsolutePath()
                : DevMedia.folder().resolve("clips");
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        if (!Files.isDirectory(folder)) {
            System.out.println("skipped: no media in " + folder);
            return;
        }
        List<Path> clips;
        try (Stream<Path> files = Files.list(folder)) {
            clips = files.filter(Files::isRegularFile).sorted().toList();
        }
        Cost decoding = decodeAll(clips);
        System.out.printf(
                Locale.ROOT,
                "%d clips, %d cores; decoding alone %.1f s wall, %.1f s processor%n",
                clips.size(),
                CORES,
                decoding.wall,
                decoding.children);
        double orphans = decoding.children;
        Process worker = start(folder);
        try (var said = worker.inputReader()) {
            String ready = said.readLine();
            int port = Integer.parseInt(ready.substring(ready.indexOf('=') + 1));
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .usePlaintext()
                    .build();
            Cost before = new Cost(System.nanoTime() / 1e9, 0, orphans);
            for (int round = 0; round < rounds; round++) {
                each(clips, clip -> analyze(channel, clip));
                Cost now = cost(worker.pid());
                print(round, now.minus(before), decoding, worker.pid());
                before = now;
            }
            channel.shutdownNow();
        } finally {
            worker.destroy();
        }
    }

    private static void print(int round, Cost spent, Cost decoding, long pid) throws IOException {
        double all = spent.own + spent.children;
        System.out.printf(
                Locale.ROOT,
                "round %d: %.1f s wall, %.1f s processor = %.2f x decoding; children %.1f (%.2f x), worker %.1f, of which"
                        + " compilers %.1f, collector %.1f; peak %d MB%n",
                round + 1,
                spent.wall,
                all,
                all / decoding.children,
                spent.children,
                spent.children / decoding.children,
                spent.own,
                threads(pid, "C1 Compiler") + threads(pid, "C2 Compiler"),
                threads(pid, "VM Thread") + threads(pid, "GC Thread"),
                peakMegabytes(pid));
    }

    private static Process start(Path folder) throws IOException {
        Path dist = Path.of(System.getProperty("rushes.root", "."), "target", "dist");
        boolean built = Files.isDirectory(dist.resolve("worker").resolve("lib"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-XX:+UseSerialGC"));
        if (built && Files.exists(dist.resolve("worker.aot"))) {
            command.add("-XX:AOTCache=" + dist.resolve("worker.aot"));
        }
        command.addAll(List.of(System.getProperty("worker.flags", "").split(" ")));
        command.removeIf(String::isEmpty);
        command.addAll(List.of(
                "-cp",
                built ? dist.resolve("worker").resolve("lib") + "/*" : System.getProperty("java.class.path"),
                "dev.rushes.worker.Main"));
        System.out.println(built ? "the built worker, AOT cache: " + command.size() : "the test class path");
        var builder = new ProcessBuilder(command).redirectError(new File("/dev/null"));
        builder.environment().put("RUSHES_MEDIA_ROOT", folder.toString());
        // a slot is free only after its answer has arrived; one clip a core is under way all the same
        builder.environment().put("RUSHES_WORKER_SLOTS", Integer.toString(2 * CORES));
        builder.environment().put("RUSHES_WORKER_EXIT_ON_STDIN_CLOSE", "true");
        return builder.start();
    }

    private static Void analyze(ManagedChannel channel, Path clip) {
        var request = AnalyzeClipRequest.newBuilder()
                .setSource(MediaSource.newBuilder()
                        .setFileName(clip.getFileName().toString())
                        .setLocalPath(clip.toString()))
                .build();
        Iterator<AnalyzeClipResponse> events =
                WorkerServiceGrpc.newBlockingStub(channel).analyzeClip(request);
        AnalyzeClipResponse last = null;
        while (events.hasNext()) {
            last = events.next();
        }
        if (last == null || !last.hasFeatures()) {
            System.out.println("not analysed: " + clip);
        }
        return null;
    }

    private static Cost decodeAll(List<Path> clips) throws Exception {
        Sandbox sandbox = Sandbox.detect();
        Cost before = cost(ProcessHandle.current().pid());
        each(clips, clip -> {
            SandboxCommand command = sandbox.ffmpeg(Limits.decoding(600))
                    .add("-hide_banner", "-nostats", "-nostdin", "-v", "error", "-threads", "1");
            command.addInputLimits().add("-i", command.readable(clip));
            command.add("-map", "0:V:0", "-an", "-fps_mode", "passthrough", "-f", "null", "-");
            return command.builder()
                    .redirectError(new File("/dev/null"))
                    .start()
                    .waitFor();
        });
        return cost(ProcessHandle.current().pid()).minus(before);
    }

    private interface Work<T> {
        T of(Path clip) throws Exception;
    }

    private static <T> void each(List<Path> clips, Work<T> work) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(CORES)) {
            List<Callable<T>> calls = new ArrayList<>();
            clips.forEach(clip -> calls.add(() -> work.of(clip)));
            for (Future<T> done : pool.invokeAll(calls)) {
                done.get();
            }
        }
    }

    /**
     * Makes what bubblewrap leaves behind children of this process. It ends before the process it started does, so nobody
     * would wait for that one and its processor time would be lost; here it stays as a zombie that can be asked.
     */
    private static void adoptOrphans() throws Throwable {
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
    private static Cost cost(long pid) throws IOException {
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
        return new Cost(System.nanoTime() / 1e9, seconds(own, 11), children);
    }

    private static double seconds(String[] fields, int first) {
        return (Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1])) / TICKS_PER_SECOND;
    }

    /** Fields of proc_pid_stat(5) from the third one on: the second may hold blanks. */
    private static String[] stat(Path file) throws IOException {
        String line = Files.readString(file);
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }

    private static double threads(long pid, String name) throws IOException {
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

    private static long peakMegabytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return 0;
    }
}
