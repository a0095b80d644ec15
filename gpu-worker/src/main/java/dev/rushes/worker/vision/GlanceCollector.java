// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import dev.rushes.worker.decode.VideoFrame;
import dev.rushes.worker.vision.motion.Motion;
import dev.rushes.worker.vision.motion.Sample;
import dev.rushes.worker.vision.picture.BlurMeter;
import dev.rushes.worker.vision.picture.ColorSpread;
import dev.rushes.worker.vision.picture.Exposure;
import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.subject.SubjectMap;
import java.util.ArrayList;
import java.util.List;

/** Measures key frames at least a second apart, the first few; nothing is known of what moves between them. */
final class GlanceCollector {

    private static final int MOST_PICTURES = 8;
    private static final double GAP_SECONDS = 0.9;
    /** A difference no meter takes for a frozen picture. */
    private static final double UNKNOWN_CHANGE = 255;

    private final BlurMeter blur;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Picture> kept = new ArrayList<>();
    private final SubjectMap subject = new SubjectMap();
    private double next = Double.NEGATIVE_INFINITY;

    GlanceCollector(BlurMeter blur) {
        this.blur = blur;
    }

    /** Takes the next frame in YUV420 layout. */
    void accept(VideoFrame frame) {
        boolean sameSize = kept.isEmpty() || kept.getFirst().hasSizeOf(frame);
        if (frame.seconds() < next || kept.size() == MOST_PICTURES || !sameSize) {
            return;
        }
        next = frame.seconds() + GAP_SECONDS;
        Picture picture = new Picture(frame.width(), frame.height());
        picture.fill(frame);
        kept.add(picture);
        subject.accept(picture);
        samples.add(new Sample(
                frame.seconds(),
                Motion.none(SampleCollector.SAMPLE_SECONDS),
                Exposure.of(picture),
                blur.measure(picture),
                UNKNOWN_CHANGE,
                ColorSpread.of(picture)));
    }

    List<Sample> samples() {
        return samples;
    }

    List<Picture> kept() {
        return kept;
    }

    SubjectMap subject() {
        return subject;
    }
}
