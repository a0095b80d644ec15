// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render.bench;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.render.RenderClip;
import dev.rushes.worker.render.RenderFixtures;
import dev.rushes.worker.render.RenderPlan;
import dev.rushes.worker.render.RenderQuality;
import dev.rushes.worker.render.RenderedFile;
import dev.rushes.worker.render.TimelineRenderer;
import dev.rushes.worker.render.VideoEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Measures what the server's render estimates are made of: bytes and processor seconds a picture, for every quality and
 * size, over cuts of the development clips. Usage: {@code RenderCostBench [cuts] [frames a shot]}; prints one line a render
 * and the geometric mean and spread of each kind.
 */
public final class RenderCostBench {

    private static final int SHOTS = 4;
    private static final int[][] SIZES = {{1080, 1080}, {1080, 1920}, {1920, 1080}, {2160, 3840}};
    private static final double SOUND_BYTES_PER_SECOND = 24_000;

    private RenderCostBench() {}

    public static void main(String[] arguments) throws Exception {
        int cuts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        int frames = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
        Path root =
                Path.of(System.getProperty("rushes.root", ".")).toAbsolutePath().normalize();
        Path media = root.resolve("../shared/media/dev").normalize();
        if (!Files.isDirectory(media)) {
            System.out.println("skipped: " + media + " is not there");
            return;
        }
        List<Path> files = list(media.resolve("clips"));
        Path song = list(media.resolve("songs")).getFirst();
        Path work = Files.createTempDirectory("cost");
        Map<String, List<double[]>> byKind = new LinkedHashMap<>();
        for (int cut = 0; cut < cuts; cut++) {
            for (RenderQuality quality : RenderQuality.values()) {
                for (int[] size : SIZES) {
                    Path place =
                            Files.createDirectories(work.resolve(cut + "-" + quality + "-" + size[0] + "x" + size[1]));
                    double[] cost = cost(plan(files, song, place, new Kind(cut, frames, quality, size)));
                    String kind = String.format(Locale.ROOT, "%-8s %4dx%-4d", quality, size[0], size[1]);
                    byKind.computeIfAbsent(kind, key -> new ArrayList<>()).add(cost);
                    System.out.printf(Locale.ROOT, "%d %s %8.0f bytes %7.4f s%n", cut, kind, cost[0], cost[1]);
                }
            }
        }
        byKind.forEach((kind, costs) -> System.out.printf(
                Locale.ROOT,
                "%s  %8.0f bytes a picture (x/ %.2f)  %7.4f s a picture (x/ %.2f)%n",
                kind,
                mean(costs, 0),
                spread(costs, 0),
                mean(costs, 1),
                spread(costs, 1)));
    }

    private record Kind(int cut, int frames, RenderQuality quality, int[] size) {}

    private static RenderPlan plan(List<Path> files, Path song, Path place, Kind kind) {
        RenderFixtures timeline = RenderFixtures.aTimeline(FrameRate.FPS_30);
        Map<String, RenderClip> clips = new LinkedHashMap<>();
        for (int i = 0; i < SHOTS; i++) {
            Path file = files.get((kind.cut() * SHOTS + i) * 7 % files.size());
            String name = "clip-" + i;
            clips.put(name, RenderFixtures.clip(file, String.valueOf(file.getFileName()), List.of()));
            timeline.shot(name, 15, kind.frames());
        }
        return new RenderPlan(
                timeline.build(),
                clips,
                new RenderPlan.Song(song, "song", "song"),
                new RenderPlan.Output(
                        place.resolve("edit.mp4"), kind.size()[0], kind.size()[1], kind.quality(), VideoEncoder.X264),
                new RenderPlan.Cache(place.resolve("cache"), 1L << 32),
                2);
    }

    /** Returns bytes of picture and processor seconds, each for one picture. */
    private static double[] cost(RenderPlan plan) throws Exception {
        Map<Long, Duration> used = new ConcurrentHashMap<>();
        RenderedFile file;
        try (ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor()) {
            sampler.scheduleAtFixedRate(() -> sample(used), 0, 10, TimeUnit.MILLISECONDS);
            file = new TimelineRenderer(Sandbox.detect(), InstantSource.fixed(Instant.EPOCH))
                    .render(plan, (done, total) -> {});
            sampler.shutdownNow();
        }
        double seconds = plan.timeline().frameRate().seconds(file.frameCount());
        double processor = used.values().stream().mapToLong(Duration::toMillis).sum() / 1e3;
        return new double[] {
            (file.sizeBytes() - seconds * SOUND_BYTES_PER_SECOND) / file.frameCount(), processor / file.frameCount()
        };
    }

    /** Children in a cage are not counted for their parent, so each is looked at while it lives. */
    private static void sample(Map<Long, Duration> used) {
        ProcessHandle.current()
                .descendants()
                .forEach(child -> child.info()
                        .totalCpuDuration()
                        .ifPresent(now ->
                                used.merge(child.pid(), now, (one, other) -> one.compareTo(other) > 0 ? one : other)));
    }

    private static double mean(List<double[]> costs, int column) {
        return Math.exp(costs.stream()
                .mapToDouble(cost -> Math.log(cost[column]))
                .average()
                .orElseThrow());
    }

    /** Returns the largest factor between a cut and the mean. */
    private static double spread(List<double[]> costs, int column) {
        double mean = mean(costs, column);
        return costs.stream()
                .mapToDouble(cost -> Math.exp(Math.abs(Math.log(cost[column] / mean))))
                .max()
                .orElseThrow();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
