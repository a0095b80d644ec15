// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the demo's footage: {@code FOLDER/clips/*.mp4} and {@code FOLDER/song.wav}. What is there already is kept. Talks on
 * standard error only.
 */
public final class DemoShoot {

    private DemoShoot() {}

    /**
     * Takes the folder; before it {@code --small} for the shoot of the tests in a sixth of the size, or {@code --many COUNT} for
     * that many short clips.
     */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        if (args.length == 2 && args[0].equals("--small")) {
            Path folder = Path.of(args[1]);
            SmallShoot.film(Files.createDirectories(folder.resolve("clips")));
            SmallShoot.record(folder.resolve("song.wav"));
        } else if (args.length == 3 && args[0].equals("--many")) {
            make(Path.of(args[2]), ManyShoot.scripts(Integer.parseInt(args[1])));
        } else if (args.length == 1) {
            make(Path.of(args[0]));
        } else {
            System.err.println("usage: DemoShoot [--small | --many COUNT] FOLDER");
            System.exit(2);
        }
    }

    /** Makes whatever is missing, on all cores. */
    public static void make(Path folder) throws IOException, InterruptedException, ExecutionException {
        make(folder, ShootPlan.demo());
    }

    private static void make(Path folder, List<ClipScript> scripts)
            throws IOException, InterruptedException, ExecutionException {
        Path clips = Files.createDirectories(folder.resolve("clips"));
        Path song = folder.resolve("song.wav");
        List<ClipScript> missing = scripts.stream()
                .filter(script -> !Files.exists(file(clips, script)))
                .toList();
        if (missing.isEmpty() && Files.exists(song)) {
            return;
        }
        System.err.println("Making demo footage in " + folder + " (once, about a minute)");
        var done = new AtomicInteger();
        try (ExecutorService executor =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            Future<?> playing = executor.submit(
                    callable(() -> Wav.write(song, SongSynth.play(SongPlan.demo()), SongSynth.SAMPLE_RATE)));
            List<Future<?>> filming = missing.stream()
                    .<Future<?>>map(script -> executor.submit(callable(() -> {
                        film(clips, script);
                        System.err.println("  " + done.incrementAndGet() + "/" + missing.size() + "  " + script.name());
                    })))
                    .toList();
            playing.get();
            for (Future<?> clip : filming) {
                clip.get();
            }
        }
    }

    private static void film(Path clips, ClipScript script) throws IOException, InterruptedException {
        var painter = new ClipPainter(script);
        ClipEncoder.encode(file(clips, script), script.format().fps(), script.frameCount(), painter::frame);
    }

    private static Path file(Path clips, ClipScript script) {
        return clips.resolve(script.name() + ".mp4");
    }

    private static Callable<Void> callable(Work work) {
        return () -> {
            work.run();
            return null;
        };
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }
}
