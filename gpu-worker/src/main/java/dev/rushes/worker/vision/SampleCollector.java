// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import dev.rushes.worker.decode.FrameSpec;
import dev.rushes.worker.decode.VideoFrame;
import dev.rushes.worker.vision.motion.Motion;
import dev.rushes.worker.vision.motion.MotionEstimator;
import dev.rushes.worker.vision.motion.Sample;
import dev.rushes.worker.vision.picture.BlurMeter;
import dev.rushes.worker.vision.picture.ColorSpread;
import dev.rushes.worker.vision.picture.Exposure;
import dev.rushes.worker.vision.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes every frame of one decoding pass, measures about fifteen pictures a second and keeps a few for the costly
 * analysers. When too many are kept every second one is dropped, so memory does not grow with the duration.
 */
final class SampleCollector implements AutoCloseable {

    /** Seconds between measured pictures. Measured: motion classes are no better at 30 a second. */
    static final double SAMPLE_SECONDS = 1 / 15.0;

    private static final int MOST_KEPT = 240;
    private static final int COLOR_EVERY = 5;
    private static final int BLUR_EVERY = 3;

    private final MotionEstimator motion;
    private final BlurMeter blur;
    private final List<Sample> samples = new ArrayList<>();
    private List<Picture> kept = new ArrayList<>();
    private double keepSeconds;
    private @Nullable Picture current;
    private @Nullable Picture previous;
    private double nextSample = Double.NEGATIVE_INFINITY;
    private double nextKept = Double.NEGATIVE_INFINITY;
    private double color;
    private double blurred = Double.NaN;

    /**
     * Makes an empty collector.
     *
     * @param keepSeconds seconds between kept pictures at first
     */
    SampleCollector(MotionEstimator motion, BlurMeter blur, double keepSeconds) {
        this.motion = motion;
        this.blur = blur;
        this.keepSeconds = keepSeconds;
    }

    /** Takes the next frame in YUV420 layout. Returns the picture if it was measured, null if it was passed over. */
    @Nullable
    Picture accept(VideoFrame frame) {
        if (frame.seconds() < nextSample) {
            return null;
        }
        Picture last = previous;
        if (last != null && !last.hasSizeOf(frame)) {
            return null; // the size changed in mid-stream: the rest cannot be compared
        }
        Picture now = current == null ? new Picture(frame.width(), frame.height()) : current;
        now.fill(frame);
        nextSample = frame.seconds() + FrameSpec.SAMPLE_GAP_SECONDS - 1e-3;
        measure(last, now);
        keep(now);
        previous = now;
        current = last;
        return now;
    }

    private void measure(@Nullable Picture last, Picture now) {
        if (samples.size() % COLOR_EVERY == 0) {
            color = ColorSpread.of(now);
        }
        if (samples.size() % BLUR_EVERY == 0) {
            blurred = blur.measure(now);
        }
        double change = last == null ? 0 : change(last, now);
        Motion moved;
        if (last == null) {
            moved = Motion.none(SAMPLE_SECONDS);
        } else if (change == 0) {
            moved = Motion.none(Math.max(1e-3, now.seconds - last.seconds));
        } else {
            moved = motion.estimate(last, now);
        }
        samples.add(new Sample(now.seconds, moved, Exposure.of(now), blurred, change, color));
    }

    private void keep(Picture now) {
        if (now.seconds < nextKept) {
            return;
        }
        nextKept = now.seconds + keepSeconds - 0.012;
        kept.add(now.copy());
        if (kept.size() > MOST_KEPT) {
            List<Picture> thinned = new ArrayList<>();
            for (int i = 0; i < kept.size(); i += 2) {
                thinned.add(kept.get(i));
            }
            kept = thinned;
            keepSeconds *= 2;
        }
    }

    private static double change(Picture last, Picture now) {
        int sum = 0;
        byte[] a = last.luma;
        byte[] b = now.luma;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
        }
        return (double) sum / a.length;
    }

    /** Returns what was measured, in time order. */
    List<Sample> samples() {
        return samples;
    }

    /** Returns the kept pictures, in time order. */
    List<Picture> kept() {
        return kept;
    }

    @Override
    public void close() {
        motion.close();
    }
}
