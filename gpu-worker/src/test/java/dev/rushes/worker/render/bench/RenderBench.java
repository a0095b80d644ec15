// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render.bench;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.TransitionKind;
import dev.rushes.worker.decode.Ffmpeg;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.render.RenderClip;
import dev.rushes.worker.render.RenderFixtures;
import dev.rushes.worker.render.RenderPlan;
import dev.rushes.worker.render.RenderQuality;
import dev.rushes.worker.render.RenderedFile;
import dev.rushes.worker.render.TimelineRenderer;
import dev.rushes.worker.render.VideoEncoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Renders 30 s at 1080x1920 from the development clips: 20 shots of 45 frames, 17 hard cuts, one dissolve, one whip.
 * Prints wall and CPU time of the children, their peak memory, and the floor: one FFmpeg call that decodes the same
 * ranges, crops, scales and encodes once at the same preset. Usage: {@code RenderBench [parallelism] [folder to keep]}.
 */
public final class RenderBench {

    private static final int FRAMES = 45;
    private static final List<String> NAMES = List.of(
            "d001", "d003", "d008", "d009", "d010", "d011", "d012", "d013", "d017", "d018", "d019", "d020", "d023",
            "d024", "d025", "d041", "d042", "d052", "d058", "d061");

    private RenderBench() {}

    /** What one step cost. */
    private record Cost(double wallSeconds, double cpuSeconds, long peakMegabytes) {}

    public static void main(String[] arguments) throws Exception {
        int parallelism = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
        Path root =
                Path.of(System.getProperty("rushes.root", ".")).toAbsolutePath().normalize();
        Path media = root.resolve("../shared/media/dev").normalize();
        if (!Files.isDirectory(media)) {
            System.out.println("skipped: " + media + " is not there");
            return;
        }
        Path work = arguments.length > 1
                ? Files.createDirectories(Path.of(arguments[1]))
                : Files.createTempDirectory("bench");
        Map<String, RenderClip> clips = clips(media.resolve("clips"));
        Path song;
        try (Stream<Path> songs = Files.list(media.resolve("songs"))) {
            song = songs.sorted().findFirst().orElseThrow();
        }
        Timeline timeline = timeline(0);
        System.out.printf(
                Locale.ROOT,
                "30 s, %d shots, 1080x1920 30/1, veryfast crf 20, %d children, %d cores, load %.1f%n",
                NAMES.size(),
                parallelism,
                Runtime.getRuntime().availableProcessors(),
                load());
        Ffmpeg.ffmpeg();
        var renderer = new TimelineRenderer(Sandbox.detect(), InstantSource.fixed(Instant.now()));
        Path cache = work.resolve("cache-" + System.nanoTime());
        List<String> names = List.of("segments, cold cache", "again, all cached", "one shot changed");
        List<Timeline> timelines = List.of(timeline, timeline, timeline(7));
        for (int i = 0; i < names.size(); i++) {
            RenderPlan plan = new RenderPlan(
                    timelines.get(i),
                    clips,
                    new RenderPlan.Song(song, "song", "song-1"),
                    new RenderPlan.Output(work.resolve("edit.mp4"), 1080, 1920, RenderQuality.HIGH, VideoEncoder.X264),
                    new RenderPlan.Cache(cache, 1L << 32),
                    parallelism);
            List<RenderedFile> result = new ArrayList<>();
            Cost cost = measure(() -> result.add(renderer.render(plan, (done, total) -> {})));
            RenderedFile file = result.getFirst();
            print(
                    names.get(i),
                    cost,
                    file.sizeBytes(),
                    file.frameCount() + " frames, " + file.cachedSegmentCount() + " of " + file.segmentCount()
                            + " segments cached");
        }
        Path floor = work.resolve("floor.mp4");
        Cost cost = measure(() -> onePass(clips, song, floor));
        print("floor, one pass", cost, Files.size(floor), "");
    }

    private static Map<String, RenderClip> clips(Path folder) throws IOException {
        Map<String, RenderClip> clips = new LinkedHashMap<>();
        for (String name : NAMES) {
            try (Stream<Path> files = Files.list(folder)) {
                Path file = files.filter(f -> f.getFileName().toString().startsWith(name))
                        .findFirst()
                        .orElseThrow();
                clips.put(name, RenderFixtures.clip(file, name, List.of()));
            }
        }
        return clips;
    }

    private static Timeline timeline(int slipped) {
        RenderFixtures timeline = RenderFixtures.aTimeline(FrameRate.FPS_30).songFrom(5);
        for (int i = 0; i < NAMES.size(); i++) {
            TransitionKind kind = i == 5
                    ? TransitionKind.QUICK_DISSOLVE
                    : i == 12 ? TransitionKind.WHIP_PAN : TransitionKind.HARD_CUT;
            int handle = kind == TransitionKind.HARD_CUT ? 0 : 4;
            timeline.shot(NAMES.get(i), i > 0 && i == slipped ? 12 : 15, FRAMES, kind, handle, handle);
        }
        return timeline.build();
    }

    private static @Nullable Void onePass(Map<String, RenderClip> clips, Path song, Path target)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Ffmpeg.ffmpeg().toString(), "-v", "error", "-nostdin", "-y"));
        StringBuilder graph = new StringBuilder();
        StringBuilder joined = new StringBuilder();
        int i = 0;
        for (RenderClip clip : clips.values()) {
            command.addAll(List.of("-ss", "0.5", "-i", clip.file().toString()));
            graph.append("[")
                    .append(i)
                    .append(":v]fps=30,tpad=stop=-1:stop_mode=clone,trim=end_frame=")
                    .append(FRAMES)
                    .append(",crop='min(iw,ih*9/16)':'min(ih,iw*16/9)',scale=1080:1920,setsar=1,format=yuv420p[v")
                    .append(i)
                    .append("];");
            joined.append("[v").append(i++).append(']');
        }
        command.addAll(List.of("-ss", "5", "-t", "30", "-i", song.toString()));
        command.addAll(List.of(
                "-filter_complex",
                graph + joined.toString() + "concat=n=" + i + ":v=1:a=0[v]",
                "-map",
                "[v]",
                "-map",
                i + ":a",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                "20",
                "-c:a",
                "aac",
                "-b:a",
                "192k",
                target.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment()
                .put("LD_LIBRARY_PATH", String.valueOf(Ffmpeg.ffmpeg().getParent()));
        if (builder.start().waitFor() != 0) {
            throw new IOException("the one-pass floor failed");
        }
        return null;
    }

    private static Cost measure(Callable<?> step) throws Exception {
        AtomicLong peak = new AtomicLong();
        try (ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor()) {
            sampler.scheduleAtFixedRate(() -> sample(peak), 0, 25, TimeUnit.MILLISECONDS);
            double cpu = childrenCpuSeconds();
            long start = System.nanoTime();
            step.call();
            double wall = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3;
            sampler.shutdownNow();
            return new Cost(wall, childrenCpuSeconds() - cpu, peak.get() >> 10);
        }
    }

    private static void print(String name, Cost cost, long bytes, String more) {
        System.out.printf(
                Locale.ROOT,
                "%-22s wall %6.2f s  cpu of children %6.2f s  peak of one child %4d MB  %5.1f MB  %s%n",
                name,
                cost.wallSeconds(),
                cost.cpuSeconds(),
                cost.peakMegabytes(),
                bytes / 1e6,
                more);
    }

    private static void sample(AtomicLong peakKilobytes) {
        ProcessHandle.current().descendants().forEach(child -> {
            try {
                for (String line : Files.readAllLines(Path.of("/proc/" + child.pid() + "/status"))) {
                    if (line.startsWith("VmHWM:")) {
                        long value = Long.parseLong(line.replaceAll("[^0-9]", ""));
                        peakKilobytes.accumulateAndGet(value, Math::max);
                    }
                }
            } catch (IOException e) {
                // The child ended meanwhile.
            }
        });
    }

    /** User and system time of all children that have ended, from /proc (fields 16 and 17, hundredths of a second). */
    private static double childrenCpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / 100.0;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
