// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.bench;

import dev.rushes.testkit.demo.SongPlan;
import dev.rushes.testkit.demo.SongSynth;
import dev.rushes.worker.audio.SongAnalyzer;
import dev.rushes.worker.bench.ProcessCost;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What listening to a made song of three minutes costs: warm in this process (processor seconds of the listening thread), and
 * cold in a fresh {@code Inspect} held to one core (processor seconds of everything, FFmpeg and compilers included, and the
 * most memory held by the Java process). With minutes as arguments also how the cold cost grows, and what a minute more costs beyond
 * those of the shortest: {@code SongCostBench 3 30 120}.
 */
public final class SongCostBench {

    private static final int SECONDS = 180;
    private static final int WARM_RUNS = 25;
    private static final int COLD_RUNS = 5;
    private static final int WAV_HEADER = 44;

    private SongCostBench() {}

    public static void main(String[] arguments) throws Throwable {
        ProcessCost.adoptOrphans();
        float[] song = song();
        warm(song);
        Path folder = Files.createTempDirectory("song-cost");
        try {
            Path wav = folder.resolve("song.wav");
            write(wav, song, 2, 1);
            cold(wav, false);
            cold(wav, true);
            @Nullable Run shortest = null;
            int least = 0;
            for (String argument : arguments) {
                int minutes = Integer.parseInt(argument);
                Path longer = folder.resolve(minutes + "-minutes.wav");
                write(longer, song, 1, minutes * 60 / SECONDS);
                Run run = listen(longer, true);
                Files.delete(longer);
                print(minutes + " minutes", run);
                if (shortest == null) {
                    shortest = run;
                    least = minutes;
                } else {
                    System.out.printf(
                            Locale.ROOT,
                            "  %.0f ms of processor and %.2f MB for each minute beyond %d%n",
                            1000 * (run.processor - shortest.processor) / (minutes - least),
                            (run.peakMegabytes - shortest.peakMegabytes) / (double) (minutes - least),
                            least);
                }
            }
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void warm(float[] song) {
        var threads = ManagementFactory.getThreadMXBean();
        double[] took = new double[WARM_RUNS];
        for (int run = 0; run < WARM_RUNS; run++) {
            long before = threads.getCurrentThreadCpuTime();
            new SongAnalyzer().analyze(song, SongSynth.SAMPLE_RATE);
            took[run] = (threads.getCurrentThreadCpuTime() - before) / 1e9;
        }
        double[] late = Arrays.copyOfRange(took, WARM_RUNS / 2, WARM_RUNS);
        Arrays.sort(late);
        System.out.printf(
                Locale.ROOT,
                "%s, %d s of song, warm: median %.3f s, best %.3f s on one core (run 1: %.2f s)%n",
                SongAnalyzer.VERSION,
                SECONDS,
                late[late.length / 2],
                late[0],
                took[0]);
    }

    private static void cold(Path wav, boolean isCached) throws IOException, InterruptedException {
        List<Run> runs = new ArrayList<>();
        for (int run = 0; run < COLD_RUNS; run++) {
            runs.add(listen(wav, isCached));
        }
        runs.sort((a, b) -> Double.compare(a.processor, b.processor));
        print(
                "cold, " + (isCached ? "with" : "without") + " AOT cache, median of " + COLD_RUNS,
                runs.get(COLD_RUNS / 2));
    }

    private static void print(String what, Run run) {
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f s wall, %.2f s processor, of which Java %.2f (compilers %.2f) and FFmpeg %.2f; peak %d MB%n",
                what,
                run.wall,
                run.processor,
                run.java,
                run.compilers,
                run.processor - run.java,
                run.peakMegabytes);
    }

    /** Listens as {@code ./rushes inspect song} does, on one core. */
    private static Run listen(Path file, boolean isCached) throws IOException, InterruptedException {
        Path dist = Path.of(System.getProperty("rushes.root", "."), "target", "dist");
        Path lib = dist.resolve("worker").resolve("lib");
        List<String> command = new ArrayList<>(List.of(
                "taskset",
                "-c",
                "0",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:CompileThresholdScaling=4",
                "-Xmn16m"));
        Path cache = dist.resolve("song.aot");
        if (isCached && Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(Stream.of(System.getProperty("worker.flags", "").split(" "))
                .filter(flag -> !flag.isEmpty())
                .toList());
        String path = Files.isDirectory(lib) ? lib + "/*" : System.getProperty("java.class.path");
        command.addAll(List.of("-cp", path, "dev.rushes.worker.Inspect", "song", file.toString(), "--json"));
        long self = ProcessHandle.current().pid();
        ProcessCost before = ProcessCost.of(self);
        Process process = new ProcessBuilder(command)
                .redirectOutput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        double java = 0;
        double compilers = 0;
        long peak = 0;
        while (process.isAlive()) {
            try {
                java = ProcessCost.of(process.pid()).own();
                // compiler threads end when they have nothing to do
                compilers = Math.max(
                        compilers,
                        ProcessCost.threads(process.pid(), "C1 Compiler")
                                + ProcessCost.threads(process.pid(), "C2 Compiler"));
                peak = Math.max(peak, ProcessCost.peakMegabytes(process.pid()));
            } catch (IOException e) {
                break; // it has just ended
            }
            process.waitFor(5, TimeUnit.MILLISECONDS);
        }
        process.waitFor();
        ProcessCost spent = ProcessCost.of(self).minus(before);
        return new Run(spent.wall(), spent.children(), java, compilers, peak);
    }

    private static float[] song() {
        SongPlan plan = new SongPlan(
                124,
                .25,
                Stream.of("INTRO 4", "VERSE 16", "BUILD 4", "CHORUS 16", "BREAK 8", "VERSE 16", "BUILD 4", "CHORUS 24")
                        .map(part -> part.split(" "))
                        .map(part -> new SongPlan.Part(SongPlan.Character.valueOf(part[0]), Integer.parseInt(part[1])))
                        .toList());
        float[][] stereo = SongSynth.play(plan);
        float[] mono = new float[SECONDS * SongSynth.SAMPLE_RATE];
        for (int i = 0; i < mono.length; i++) {
            int at = i % stereo[0].length;
            mono[i] = (stereo[0][at] + stereo[1][at]) / 2;
        }
        return mono;
    }

    private static void write(Path wav, float[] song, int channels, int times) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(song.length * channels * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : song) {
            for (int channel = 0; channel < channels; channel++) {
                data.putShort((short) Math.clamp(Math.round(sample * 32767), -32768, 32767));
            }
        }
        ByteBuffer header = ByteBuffer.allocate(WAV_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        int bytes = data.capacity() * times;
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(WAV_HEADER - 8 + bytes);
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        header.putShort((short) 1).putShort((short) channels).putInt(SongSynth.SAMPLE_RATE);
        header.putInt(SongSynth.SAMPLE_RATE * channels * 2)
                .putShort((short) (2 * channels))
                .putShort((short) 16);
        header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(wav))) {
            out.write(header.array());
            for (int i = 0; i < times; i++) {
                out.write(data.array());
            }
        }
    }

    private record Run(double wall, double processor, double java, double compilers, long peakMegabytes) {}
}
