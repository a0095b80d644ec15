// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import dev.rushes.editorial.reframe.CropPath;
import dev.rushes.editorial.reframe.CropPlanner;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.worker.decode.Limits;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.decode.SandboxCommand;
import dev.rushes.worker.decode.UnreadableMedia;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/** Makes the file of one segment, from the cache if it was made before. Used by several threads. */
final class SegmentEncoder {

    /** Part of every key: change it whenever the same arguments would give other pictures. */
    static final String VERSION = "1";

    /**
     * Seeks aim this much early, so that pictures that refer across a key frame (open groups) are whole again at the
     * first wanted frame.
     */
    private static final double EARLY_SECONDS = 0.5;

    private final RenderPlan plan;
    private final SegmentCache cache;
    private final Sandbox sandbox;
    private final PictureGraph graph;
    private final Map<String, ClipFacts> facts;
    private final Map<String, CropPath> paths = new HashMap<>();

    SegmentEncoder(Tools tools, RenderPlan plan, Map<String, ClipFacts> factsByClip, List<Segment> segments) {
        this.plan = plan;
        this.cache = tools.cache();
        this.sandbox = tools.sandbox();
        this.facts = factsByClip;
        RenderPlan.Output output = plan.output();
        this.graph = new PictureGraph(rate(), output.width(), output.height());
        Map<String, FrameRange> seen = new HashMap<>();
        for (Segment segment : segments) {
            for (Segment.Footage footage : segment.footage()) {
                seen.merge(footage.shot().id(), footage.source(), SegmentEncoder::hull);
            }
        }
        for (Segment segment : segments) {
            for (Segment.Footage footage : segment.footage()) {
                paths.computeIfAbsent(
                        footage.shot().id(), id -> path(footage, seen.getOrDefault(id, footage.source())));
            }
        }
    }

    /** What every step of a render works with. */
    record Tools(SegmentCache cache, Sandbox sandbox) {}

    /**
     * Puts the segment at {@code target}.
     *
     * @param framesDone takes the number of frames newly done, now and then
     * @return true if it came from the cache
     */
    boolean encode(Segment segment, Path target, LongConsumer framesDone)
            throws UnreadableMedia, IOException, InterruptedException {
        String key = key(segment);
        long count = segment.record().count();
        if (cache.take(key, target)) {
            framesDone.accept(count);
            return true;
        }
        var counter = new FrameCounter(framesDone);
        FfmpegChild.Ending ending = FfmpegChild.run(command(segment, target, false), counter);
        if (ending.isSuccess() && counter.frames() == 0) {
            // Nothing lies at or after the seek point: read from the start and hold the clip's last picture.
            ending = FfmpegChild.run(command(segment, target, true), counter);
        }
        if (ending.isDiskFull()) {
            throw new IOException(
                    "The disk of " + plan.cache().directory() + " is full: free some space and render again.");
        }
        if (!ending.isSuccess() || counter.frames() != count) {
            throw new UnreadableMedia(
                    UnreadableMedia.Code.DECODER_FAILED,
                    names(segment) + " could not be rendered (" + counter.frames() + " of " + count + " frames, "
                            + ending.lastError() + "): replace the clip or the shot and render again.");
        }
        cache.put(
                key,
                target,
                segment.footage().stream()
                        .map(footage -> plan.clipOf(footage.shot()).file())
                        .toList());
        return false;
    }

    private static Path directory(Path target) {
        return Objects.requireNonNull(target.getParent(), "target has no directory");
    }

    private String key(Segment segment) {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        for (Segment.Footage footage : segment.footage()) {
            text.append(plan.clipOf(footage.shot()).sha256()).append('\n');
        }
        return Digests.sha256(text.append(graph.of(segment, inputs(segment, false)))
                .append('\n')
                .append(String.join(" ", encoderArguments(segment)))
                .toString());
    }

    private SandboxCommand command(Segment segment, Path target, boolean fromStart) throws IOException {
        List<PictureGraph.Input> inputs = inputs(segment, fromStart);
        SandboxCommand command = sandbox.ffmpeg(Limits.rendering())
                .add("-v", "error", "-nostdin", "-y", "-progress", "pipe:1", "-nostats", "-stats_period", "0.5")
                .add("-copyts");
        for (int i = 0; i < inputs.size(); i++) {
            PictureGraph.Input input = inputs.get(i);
            double seek = (graph.startMicros(input) - input.facts().startMicros()) / 1e6 - EARLY_SECONDS;
            command.addInputLimits().add("-threads", "1", "-an", "-sn", "-dn");
            if (seek > 0 && !fromStart) {
                command.add("-noaccurate_seek", "-ss", String.format(Locale.ROOT, "%.6f", seek));
            }
            Path file = plan.clipOf(segment.footage().get(i).shot()).file();
            command.add("-i", command.readable(file));
        }
        command.add("-filter_complex_threads", "1", "-filter_complex", graph.of(segment, inputs));
        command.add(encoderArguments(segment).toArray(String[]::new));
        return command.add("file:" + command.writable(directory(target)) + "/" + target.getFileName());
    }

    private List<String> encoderArguments(Segment segment) {
        List<String> arguments = new ArrayList<>(List.of("-map", "[out]", "-fps_mode", "passthrough"));
        arguments.addAll(List.of("-frames:v", String.valueOf(segment.record().count())));
        arguments.addAll(plan.output().encoder().arguments(plan.output().quality()));
        arguments.addAll(List.of(
                "-color_range",
                "tv",
                "-colorspace",
                "bt709",
                "-color_primaries",
                "bt709",
                "-color_trc",
                "bt709",
                "-fflags",
                "+bitexact",
                "-flags:v",
                "+bitexact+cgop",
                "-map_metadata",
                "-1",
                "-video_track_timescale",
                String.valueOf(TrackClock.of(rate()).timescale()),
                "-f",
                "mp4"));
        return arguments;
    }

    private List<PictureGraph.Input> inputs(Segment segment, boolean fromStart) {
        return segment.footage().stream()
                .map(footage -> new PictureGraph.Input(factsOf(footage), pathOf(footage), footage.source(), fromStart))
                .toList();
    }

    private CropPath path(Segment.Footage footage, FrameRange seen) {
        RenderPlan.Output output = plan.output();
        return CropPlanner.plan(
                plan.clipOf(footage.shot()).features().subjectTrack(),
                seen,
                rate(),
                factsOf(footage).aspect(),
                (double) output.width() / output.height());
    }

    private ClipFacts factsOf(Segment.Footage footage) {
        return Objects.requireNonNull(facts.get(footage.shot().clipId()), "clip was not probed");
    }

    private CropPath pathOf(Segment.Footage footage) {
        return Objects.requireNonNull(paths.get(footage.shot().id()), "shot was not planned");
    }

    private FrameRate rate() {
        return plan.timeline().frameRate();
    }

    private String names(Segment segment) {
        return String.join(
                " or ",
                segment.footage().stream()
                        .map(footage -> plan.clipOf(footage.shot()).fileName())
                        .distinct()
                        .toList());
    }

    private static FrameRange hull(FrameRange one, FrameRange other) {
        return FrameRange.between(Math.min(one.start(), other.start()), Math.max(one.end(), other.end()));
    }
}
