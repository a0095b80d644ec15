// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Measures {@code rushes edit} as a user runs it against the floor of the same machine: FFmpeg decoding every clip once (one child a
 * core) plus FFmpeg encoding the result once at the same preset. Three runs: nothing known, the same clips with another seed (features
 * cached), the same command again (segments cached too). Arguments: clips folder, song, both optional.
 */
public final class EditBench {

    private static final Path FFMPEG = Path.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));

    private final Path home;
    private final Path work;
    private final Path clips;
    private final Path song;

    private EditBench(Path clips, Path song) throws IOException {
        this.home = Path.of(System.getProperty("rushes.root", ".")).toAbsolutePath();
        this.work = Files.createTempDirectory("rushes-edit-bench");
        this.clips = clips;
        this.song = song;
    }

    /** Prints one line a measurement; exit 1 if a run fails. */
    public static void main(String[] args) throws Exception {
        Path media = Path.of(System.getProperty("rushes.root", ".")).resolve("../shared/media/dev");
        Path clips = args.length > 0 ? Path.of(args[0]) : media.resolve("clips");
        Path song = args.length > 1 ? Path.of(args[1]) : media.resolve("songs/s01_total_breakdown.mp3");
        new EditBench(clips, song).run();
    }

    private void run() throws Exception {
        System.out.printf(
                Locale.ROOT,
                "clips %s, song %s, 30 s, %d cores%n",
                clips,
                song,
                Runtime.getRuntime().availableProcessors());
        finish(new ProcessBuilder(
                home.resolve("rushes").toString(), "--version")); // builds, if it must, before the clock runs
        double decode = seconds(this::decodeAll);
        double cold = seconds(() -> edit("cold.mp4", 1));
        double encode = seconds(() -> encodeOnce(work.resolve("cold.mp4")));
        double warm = seconds(() -> edit("warm.mp4", 2));
        double again = seconds(() -> edit("again.mp4", 2));
        line("floor: decode all clips", decode, 0);
        line("floor: encode the result", encode, 0);
        line("edit, nothing known", cold, cold / (decode + encode));
        line("edit, features cached, other seed", warm, warm / encode);
        line("edit, same command again", again, again / encode);
        System.out.println("targets: 1.6 x (decode + encode) with nothing known, 1.3 x encode with features cached");
    }

    private static void line(String what, double seconds, double ratio) {
        System.out.printf(
                Locale.ROOT, "%-36s %7.2f s%s%n", what, seconds, ratio == 0 ? "" : String.format("  %.2f x", ratio));
    }

    private void decodeAll() throws Exception {
        List<Future<?>> running = new ArrayList<>();
        try (Stream<Path> files = Files.list(clips);
                ExecutorService cores =
                        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (Path file : files.sorted().toList()) {
                running.add(cores.submit(() -> {
                    ffmpeg("-v", "error", "-threads", "1", "-i", file.toString(), "-map", "0:v:0", "-f", "null", "-");
                    return null;
                }));
            }
            for (Future<?> clip : running) {
                clip.get();
            }
        }
    }

    private void encodeOnce(Path video) throws IOException, InterruptedException {
        ffmpeg(
                "-v",
                "error",
                "-i",
                video.toString(),
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                "20",
                "-c:a",
                "aac",
                "-y",
                work.resolve("floor.mp4").toString());
    }

    private void edit(String name, int seed) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                home.resolve("rushes").toString(),
                "edit",
                clips.toString(),
                "--song",
                song.toString(),
                "--seed",
                Integer.toString(seed),
                "-o",
                work.resolve(name).toString());
        builder.environment().put("RUSHES_DATA_DIR", work.resolve("data").toString());
        finish(builder);
    }

    private static void ffmpeg(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(FFMPEG.toString(), "-nostdin"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("LD_LIBRARY_PATH", String.valueOf(FFMPEG.getParent()));
        finish(builder);
    }

    private static void finish(ProcessBuilder builder) throws IOException, InterruptedException {
        int exit = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException(builder.command().getFirst() + " ended with " + exit);
        }
    }

    private static double seconds(Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    private interface Work {
        void run() throws Exception;
    }
}
