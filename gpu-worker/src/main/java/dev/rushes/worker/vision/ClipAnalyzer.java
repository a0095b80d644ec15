// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.Curve;
import dev.rushes.editorial.footage.Look;
import dev.rushes.editorial.footage.Quality;
import dev.rushes.editorial.footage.TakeSignature;
import dev.rushes.editorial.footage.UsableWindow;
import dev.rushes.worker.decode.FrameSpec;
import dev.rushes.worker.decode.MediaInfo;
import dev.rushes.worker.decode.MediaReader;
import dev.rushes.worker.decode.UnreadableMedia;
import dev.rushes.worker.vision.framing.FramingEstimator;
import dev.rushes.worker.vision.framing.LearnedFramingEstimator;
import dev.rushes.worker.vision.framing.SeenFraming;
import dev.rushes.worker.vision.motion.CameraPath;
import dev.rushes.worker.vision.motion.FlowMotionEstimator;
import dev.rushes.worker.vision.motion.MotionSummary;
import dev.rushes.worker.vision.motion.Sample;
import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.ReblurMeter;
import dev.rushes.worker.vision.quality.QualityMeans;
import dev.rushes.worker.vision.quality.UsableParts;
import dev.rushes.worker.vision.subject.CascadePeopleFinder;
import dev.rushes.worker.vision.subject.People;
import dev.rushes.worker.vision.subject.PeopleFinder;
import dev.rushes.worker.vision.subject.PeopleFinderPool;
import dev.rushes.worker.vision.subject.SubjectMap;
import dev.rushes.worker.vision.subject.SubjectTrack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures a raw clip in one decoding pass. Safe for use by several threads: every call has its own analysers. */
public final class ClipAnalyzer {

    /** Changes whenever the same file may give other features; part of every cache key. */
    public static final String VERSION = "clip-9";

    /** As {@link #VERSION}, for {@link #glance}. */
    public static final String GLANCE_VERSION = "glance-2";

    /** Faces are looked for in at most this many pictures of a clip: they are the costliest analyser. */
    private static final int PEOPLE_PICTURES = 3;

    /** What is said of the motion of a clip that was only glanced at: neither calm nor lively. */
    private static final double UNKNOWN_MOTION = 0.5;

    private static final int LOOK_PICTURES = 6;
    private static final double KEEP_SECONDS = 0.5;

    private final MediaReader reader;
    private final FramingEstimator framing;
    private final PeopleFinderPool finders = new PeopleFinderPool(CascadePeopleFinder::new);

    public ClipAnalyzer(MediaReader reader) {
        this(reader, new LearnedFramingEstimator());
    }

    /** Makes an analyser that takes another word for framing. */
    public ClipAnalyzer(MediaReader reader, FramingEstimator framing) {
        this.reader = reader;
        this.framing = framing;
    }

    /** As {@link #analyze(Path, ProgressListener)}, without progress. */
    public ClipFeatures analyze(Path file) throws UnreadableMedia, InterruptedException {
        return analyze(file, ProgressListener.NONE);
    }

    /**
     * Measures a clip.
     *
     * @throws UnreadableMedia if the file has no picture that can be decoded
     * @throws InterruptedException within two seconds of an interrupt
     */
    public ClipFeatures analyze(Path file, ProgressListener progress) throws UnreadableMedia, InterruptedException {
        MediaInfo info = reader.probe(file);
        MediaInfo.VideoStream video = picture(info);
        FrameSpec spec = new FrameSpec(Picture.LONG_SIDE, FrameSpec.Layout.YUV420, FrameSpec.Choice.SAMPLED, true);
        long total = Totals.frames(info, video);
        double rate = video.averageRate().framesPerSecond();
        SubjectMap subject = new SubjectMap();
        TakeMeter take = new TakeMeter();
        try (SampleCollector collector =
                        new SampleCollector(new FlowMotionEstimator(), new ReblurMeter(), KEEP_SECONDS);
                PeopleFinder finder = finders.borrow()) {
            MediaReader.ReadSummary summary = reader.readFrames(file, spec, frame -> {
                Picture picture = collector.accept(frame);
                if (picture != null) {
                    subject.accept(picture);
                    take.accept(picture);
                    long done = Math.round(frame.seconds() * rate);
                    progress.progressed(total == 0 ? done : Math.min(done, total), total);
                }
            });
            double intact = summary.damagedFrames() == 0 ? 1 : intactShare(file);
            long all = total == 0 ? Math.round(summary.endSeconds() * rate) : total;
            progress.progressed(all, all);
            double end =
                    Math.max(summary.endSeconds(), collector.samples().getLast().seconds() + 1e-3);
            TakeSignature signature = take.signature(collector.samples(), reader, file, info);
            return features(
                    video, new Seen(collector.samples(), collector.kept(), subject, end, intact, signature), finder);
        }
    }

    /**
     * Looks at some key frames only, many times faster: size, angle, light, sharpness and colours are about right, while
     * motion is said to be static and of middle intensity, and the whole clip usable unless what was seen is bad. For a first
     * draft, until {@link #analyze} has been there.
     *
     * @throws UnreadableMedia if the file has no picture that can be decoded
     * @throws InterruptedException within two seconds of an interrupt
     */
    public ClipFeatures glance(Path file) throws UnreadableMedia, InterruptedException {
        MediaInfo info = reader.skim(file);
        MediaInfo.VideoStream video = picture(info);
        FrameSpec spec =
                new FrameSpec(Picture.LONG_SIDE, FrameSpec.Layout.YUV420, FrameSpec.Choice.FEW_KEY_FRAMES, true);
        GlanceCollector collector = new GlanceCollector(new ReblurMeter());
        MediaReader.ReadSummary summary = reader.readFrames(file, spec, collector::accept);
        try (PeopleFinder finder = finders.borrow()) {
            Seen seen = new Seen(
                    collector.samples(),
                    collector.kept(),
                    collector.subject(),
                    Math.max(Totals.seconds(info, video), summary.endSeconds()),
                    summary.intactShare(),
                    TakeSignature.NONE);
            return withUnknownMotion(features(video, seen, finder));
        }
    }

    private static ClipFeatures withUnknownMotion(ClipFeatures seen) {
        return new ClipFeatures(
                seen.durationSeconds(),
                seen.width(),
                seen.height(),
                seen.rotation(),
                seen.frameRate(),
                seen.framing(),
                CameraMotion.STATIC,
                UNKNOWN_MOTION,
                seen.quality(),
                seen.colorVariance(),
                seen.usableWindows(),
                Curve.EMPTY,
                seen.subjectTrack(),
                seen.lookHash(),
                seen.rejectedReason(),
                seen.look(),
                seen.remarks(),
                "",
                TakeSignature.NONE,
                seen.framingEvidence());
    }

    private static MediaInfo.VideoStream picture(MediaInfo info) throws UnreadableMedia {
        MediaInfo.VideoStream video = info.video();
        if (video == null) {
            throw new UnreadableMedia(
                    UnreadableMedia.Code.NO_VIDEO,
                    "This file has no picture. Upload a video clip; add sound as the song.");
        }
        return video;
    }

    /** What one pass collected; {@code intact} is the share of pictures without damage. */
    private record Seen(
            List<Sample> samples,
            List<Picture> kept,
            SubjectMap subject,
            double end,
            double intact,
            TakeSignature signature) {}

    /** Counts the damage in all frames: a sampled read leaves some out. */
    private double intactShare(Path file) throws UnreadableMedia, InterruptedException {
        FrameSpec smallest = new FrameSpec(16, FrameSpec.Layout.GRAY, FrameSpec.Choice.ALL, true);
        return reader.readFrames(file, smallest, frame -> {}).intactShare();
    }

    private ClipFeatures features(MediaInfo.VideoStream video, Seen collected, PeopleFinder finder) {
        List<Sample> samples = collected.samples();
        List<Picture> kept = collected.kept();
        double end = collected.end();
        double intact = collected.intact();
        CameraPath path = new CameraPath(samples);
        MotionSummary motion = path.summary();
        List<Picture> looked = spread(kept, PEOPLE_PICTURES);
        List<People> people = finder.find(looked);
        SeenFraming seen = framing.estimate(looked, people, samples, motion);
        Look look = LookMeter.of(spread(kept, LOOK_PICTURES), motion.intensity());
        QualityMeans means = QualityMeans.of(samples);
        UsableParts parts = UsableParts.of(samples, path, end);
        return new ClipFeatures(
                end,
                video.shownWidth(),
                video.shownHeight(),
                video.rotation(),
                video.averageRate(),
                seen.framing(),
                motion.camera(),
                motion.intensity(),
                new Quality(means.blur(), means.exposure(), motion.shake(), intact * means.visual(motion.shake())),
                means.color(),
                dimmed(parts.windows(), intact),
                path.curve(end),
                SubjectTrack.of(collected.subject(), looked, people, samples),
                LookHash.of(kept.get(kept.size() / 2)),
                parts.rejectedReason(),
                look,
                parts.remarks(),
                Description.of(seen.framing(), people, motion, look),
                collected.signature(),
                seen.evidence());
    }

    /** Damaged pictures look sharp and well lit to every meter; only the decoder knows. */
    private static List<UsableWindow> dimmed(List<UsableWindow> windows, double intact) {
        return windows.stream()
                .map(window -> new UsableWindow(window.start(), window.end(), intact * window.quality()))
                .toList();
    }

    /** Returns at most {@code most} pictures, evenly spread. */
    static List<Picture> spread(List<Picture> pictures, int most) {
        if (pictures.size() <= most) {
            return pictures;
        }
        List<Picture> chosen = new ArrayList<>(most);
        for (int i = 0; i < most; i++) {
            chosen.add(pictures.get((int) ((i + 0.5) * pictures.size() / most)));
        }
        return chosen;
    }
}
