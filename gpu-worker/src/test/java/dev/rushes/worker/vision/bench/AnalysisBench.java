// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.bench;

import dev.rushes.api.worker.v1.AnalyzeClipRequest;
import dev.rushes.api.worker.v1.AnalyzeClipResponse;
import dev.rushes.api.worker.v1.MediaSource;
import dev.rushes.api.worker.v1.WorkerServiceGrpc;
import dev.rushes.worker.bench.ProcessCost;
import dev.rushes.worker.decode.Limits;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.decode.SandboxCommand;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.File;
import java.io.IOException;
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
 * Usage: {@code AnalysisBench [folder] [rounds] [looks] [copies]}; later rounds show a worker that is warm. Looks are {@code full},
 * {@code glance} (key frames only, in another fresh worker) or both. A folder called {@code made} is 20 development clips as
 * phones record them: 6 s, 1080x1920, 30 pictures and one key frame a second, 12 Mb/s with noise, no B frames; {@code copies}
 * names each of them so often, 10 for 200 clips; decoding is measured on one of each and multiplied.
 */
public final class AnalysisBench {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private AnalysisBench() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws Throwable {
        ProcessCost.adoptOrphans();
        boolean made = arguments.length > 0 && arguments[0].equals("made");
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        String looks = arguments.length > 2 ? arguments[2] : "both";
        if (!DevMedia.isPresent() && (made || arguments.length == 0)) {
            System.out.println("skipped: no media in " + DevMedia.folder());
            return;
        }
        int copies = made && arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
        Path folder = made
                ? PhoneClips.make(copies)
                : arguments.length > 0
                        ? Path.of(arguments[0]).toAbsolutePath()
                        : DevMedia.folder().resolve("clips");
        List<Path> clips;
        try (Stream<Path> files = Files.list(folder)) {
            clips = files.filter(Files::isRegularFile).sorted().toList();
        }
        ProcessCost decoding =
                decodeAll(clips.subList(0, clips.size() / copies)).times(copies);
        System.out.printf(
                Locale.ROOT,
                "%d clips, %d cores; decoding alone %.1f s wall, %.1f s processor%n",
                clips.size(),
                CORES,
                decoding.wall(),
                decoding.children());
        if (!looks.equals("glance")) {
            measure(folder, clips, rounds, AnalyzeClipRequest.Look.LOOK_FULL, decoding);
        }
        if (!looks.equals("full")) {
            measure(folder, clips, rounds, AnalyzeClipRequest.Look.LOOK_GLANCE, decoding);
        }
    }

    private static void measure(
            Path folder, List<Path> clips, int rounds, AnalyzeClipRequest.Look look, ProcessCost decoding)
            throws Exception {
        System.out.println(look);
        double orphans = ProcessCost.of(ProcessHandle.current().pid()).children();
        Process worker = start(folder);
        try (var said = worker.inputReader()) {
            String ready = said.readLine();
            int port = Integer.parseInt(ready.substring(ready.indexOf('=') + 1));
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .usePlaintext()
                    .build();
            ProcessCost before = new ProcessCost(System.nanoTime() / 1e9, 0, orphans);
            for (int round = 0; round < rounds; round++) {
                each(clips, clip -> analyze(channel, clip, look));
                ProcessCost now = ProcessCost.of(worker.pid());
                ProcessCost spent = now.minus(before);
                print(round, spent, decoding, worker.pid());
                before = now;
            }
            channel.shutdownNow();
        } finally {
            worker.destroy();
        }
    }

    private static void print(int round, ProcessCost spent, ProcessCost decoding, long pid) throws IOException {
        double all = spent.own() + spent.children();
        System.out.printf(
                Locale.ROOT,
                "round %d: %.1f s wall = %.3f x decoding, %.1f s processor = %.3f x decoding; children %.1f (%.2f x), worker %.1f, of which"
                        + " compilers %.1f, collector %.1f; peak %d MB%n",
                round + 1,
                spent.wall(),
                spent.wall() / decoding.wall(),
                all,
                all / decoding.children(),
                spent.children(),
                spent.children() / decoding.children(),
                spent.own(),
                ProcessCost.threads(pid, "C1 Compiler") + ProcessCost.threads(pid, "C2 Compiler"),
                ProcessCost.threads(pid, "VM Thread") + ProcessCost.threads(pid, "GC Thread"),
                ProcessCost.peakMegabytes(pid));
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

    private static Void analyze(ManagedChannel channel, Path clip, AnalyzeClipRequest.Look look) {
        var request = AnalyzeClipRequest.newBuilder()
                .setSource(MediaSource.newBuilder()
                        .setFileName(clip.getFileName().toString())
                        .setLocalPath(clip.toString()))
                .setLook(look)
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

    private static ProcessCost decodeAll(List<Path> clips) throws Exception {
        Sandbox sandbox = Sandbox.detect();
        ProcessCost before = ProcessCost.of(ProcessHandle.current().pid());
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
        return ProcessCost.of(ProcessHandle.current().pid()).minus(before);
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
}
