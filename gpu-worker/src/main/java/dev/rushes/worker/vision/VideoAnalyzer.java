// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import static java.util.Objects.requireNonNull;

import dev.rushes.editorial.footage.DetectedCut;
import dev.rushes.editorial.footage.DetectedShot;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.VideoAnalysis;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.worker.decode.FrameSpec;
import dev.rushes.worker.decode.MediaInfo;
import dev.rushes.worker.decode.MediaReader;
import dev.rushes.worker.decode.UnreadableMedia;
import dev.rushes.worker.vision.framing.FramingEstimator;
import dev.rushes.worker.vision.framing.LearnedFramingEstimator;
import dev.rushes.worker.vision.motion.CameraPath;
import dev.rushes.worker.vision.motion.FlowMotionEstimator;
import dev.rushes.worker.vision.motion.MotionSummary;
import dev.rushes.worker.vision.motion.Sample;
import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.ReblurMeter;
import dev.rushes.worker.vision.quality.QualityMeans;
import dev.rushes.worker.vision.shots.Boundary;
import dev.rushes.worker.vision.shots.MotionCompensatedDetector;
import dev.rushes.worker.vision.shots.ShotBoundaryDetector;
import dev.rushes.worker.vision.subject.CascadePeopleFinder;
import dev.rushes.worker.vision.subject.People;
import dev.rushes.worker.vision.subject.PeopleFinder;
import dev.rushes.worker.vision.subject.PeopleFinderPool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures a finished video in one decoding pass: where shots change and what each shot looks like. Safe for use by several
 * threads: every call has its own analysers.
 */
public final class VideoAnalyzer {

    /** Changes whenever the same file may give another result; part of every cache key. */
    public static final String VERSION = "video-7";

    private static final double KEEP_SECONDS = 0.2;
    private static final int PEOPLE_PICTURES = 2;

    private final MediaReader reader;
    private final FramingEstimator framing = new LearnedFramingEstimator();
    private final PeopleFinderPool finders = new PeopleFinderPool(CascadePeopleFinder::new);

    public VideoAnalyzer(MediaReader reader) {
        this.reader = reader;
    }

    /** As {@link #analyze(Path, ProgressListener)}, without progress. */
    public VideoAnalysis analyze(Path file) throws UnreadableMedia, InterruptedException {
        return analyze(file, ProgressListener.NONE);
    }

    /**
     * Measures a finished video.
     *
     * @throws UnreadableMedia if the file has no picture that can be decoded
     * @throws InterruptedException within two seconds of an interrupt
     */
    public VideoAnalysis analyze(Path file, ProgressListener progress) throws UnreadableMedia, InterruptedException {
        FrameSpec spec = new FrameSpec(Picture.LONG_SIDE, FrameSpec.Layout.YUV420, FrameSpec.Choice.ALL, true);
        try (SampleCollector collector =
                        new SampleCollector(new FlowMotionEstimator(), new ReblurMeter(), KEEP_SECONDS);
                PeopleFinder finder = finders.borrow()) {
            Pass pass = new Pass(new MotionCompensatedDetector());
            MediaReader.ReadSummary summary = reader.readFrames(file, spec, pass::describe, frame -> {
                pass.accept(frame);
                if (collector.accept(frame) != null) {
                    progress.progressed(frame.index() + 1, pass.total);
                }
            });
            progress.progressed(summary.frameCount(), summary.frameCount());
            List<Boundary> boundaries = pass.detector.finish();
            List<DetectedCut> cuts = new ArrayList<>();
            for (Boundary boundary : boundaries) {
                cuts.add(new DetectedCut(boundary.frame(), pass.seconds(boundary.frame()), boundary.kind()));
            }
            Shots shots = new Shots(collector, finder, framing, pass, summary.endSeconds());
            return new VideoAnalysis(pass.rate(), pass.count, summary.endSeconds(), cuts, shots.describe(boundaries));
        }
    }

    /** Feeds the detector and remembers when each frame is shown. */
    private static final class Pass {
        final ShotBoundaryDetector detector;
        private @Nullable FrameRate rate;
        long total;
        private double[] seconds = new double[1024];
        private int count;
        private Picture picture = new Picture(2, 2);

        Pass(ShotBoundaryDetector detector) {
            this.detector = detector;
        }

        void describe(MediaInfo info) throws UnreadableMedia {
            MediaInfo.VideoStream video = info.video();
            if (video == null) {
                throw new UnreadableMedia(
                        UnreadableMedia.Code.NO_VIDEO, "This file has no picture. Give a finished video with picture.");
            }
            rate = video.averageRate();
            total = Totals.frames(info, video);
        }

        void accept(dev.rushes.worker.decode.VideoFrame frame) {
            if (count == 0) {
                picture = new Picture(frame.width(), frame.height());
            }
            if (!picture.hasSizeOf(frame)) {
                return; // the size changed in mid-stream: the rest cannot be compared
            }
            picture.fill(frame);
            detector.accept(picture);
            if (count == seconds.length) {
                seconds = Arrays.copyOf(seconds, 2 * count);
            }
            seconds[count++] = frame.seconds();
        }

        /** Returns what the file says; known once frames came. */
        FrameRate rate() {
            return requireNonNull(rate, "described");
        }

        double seconds(int frame) {
            return seconds[frame];
        }
    }

    /** Describes the shots between boundaries from what one pass collected. */
    private record Shots(
            SampleCollector collector, PeopleFinder finder, FramingEstimator estimator, Pass pass, double endSeconds) {

        List<DetectedShot> describe(List<Boundary> boundaries) {
            List<DetectedShot> shots = new ArrayList<>();
            int from = 0;
            int clearFrom = 0;
            for (Boundary boundary : boundaries) {
                shots.add(shot(from, boundary.frame(), clearFrom, boundary.from() + 1));
                from = boundary.frame();
                clearFrom = boundary.to();
            }
            if (pass.count > 0) {
                shots.add(shot(from, pass.count, clearFrom, pass.count));
            }
            return shots;
        }

        /** Measures only the frames that show nothing of the neighbours, if there are any. */
        private DetectedShot shot(int from, int to, int clearFrom, int clearTo) {
            double start = pass.seconds(from);
            double end = to < pass.count ? pass.seconds(to) : Math.max(endSeconds, start);
            boolean clear = clearTo > clearFrom;
            double low = pass.seconds(clear ? clearFrom : from);
            double high = clear && clearTo < pass.count ? pass.seconds(clearTo) : end;
            List<Sample> samples = new ArrayList<>();
            for (Sample sample : collector.samples()) {
                if (sample.seconds() >= low - 1e-6 && sample.seconds() < high - 1e-6) {
                    samples.add(sample);
                }
            }
            List<Picture> pictures = new ArrayList<>();
            double middle = (low + high) / 2;
            Picture nearest = collector.kept().getFirst();
            for (Picture picture : collector.kept()) {
                if (picture.seconds >= low - 1e-6 && picture.seconds < high - 1e-6) {
                    pictures.add(picture);
                }
                if (Math.abs(picture.seconds - middle) < Math.abs(nearest.seconds - middle)) {
                    nearest = picture;
                }
            }
            List<Picture> looked =
                    pictures.isEmpty() ? List.of(nearest) : ClipAnalyzer.spread(pictures, PEOPLE_PICTURES);
            List<People> people = finder.find(looked);
            MotionSummary motion = new CameraPath(samples).summary();
            Framing framing =
                    estimator.estimate(looked, people, samples, motion).framing();
            QualityMeans means = QualityMeans.of(samples);
            return new DetectedShot(
                    FrameRange.between(from, to),
                    start,
                    end,
                    framing,
                    motion.camera(),
                    motion.intensity(),
                    means.visual(motion.shake()),
                    means.color());
        }
    }
}
