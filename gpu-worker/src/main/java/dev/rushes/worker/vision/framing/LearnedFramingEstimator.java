// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.framing;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.FramingEvidence;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.worker.vision.motion.MotionSummary;
import dev.rushes.worker.vision.motion.Sample;
import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.subject.People;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Shot size and angle from {@link FramingDescriptor} by forests grown from labelled clips; {@code FramingBench write} grows
 * them anew. Immutable; safe for use by several threads.
 */
public final class LearnedFramingEstimator implements FramingEstimator {

    /** Close-up, medium, wide. */
    static final int SIZES = 3;

    static final int ANGLES = Angle.values().length;
    static final int TREES = 120;
    static final int TRIED = 12;
    static final int LEAST_LEAF = 2;

    /** Growth by this factor or more while the shot runs makes its size "zoom". */
    private static final double ZOOM_RATE = 0.09;

    private final Forest sizes = read("shot-size.forest", SIZES);
    private final Forest angles = read("angle.forest", ANGLES);

    @Override
    public SeenFraming estimate(
            List<Picture> pictures, List<People> people, List<Sample> samples, MotionSummary motion) {
        double[] inputs = FramingDescriptor.of(pictures, people, samples, motion);
        double[] size = sizes.probabilities(inputs);
        double[] angle = angles.probabilities(inputs);
        int bestSize = largest(size);
        int bestAngle = largest(angle);
        boolean zooms = motion.camera() == CameraMotion.ZOOM_IN || motion.camera() == CameraMotion.ZOOM_OUT;
        if (zooms && Math.abs(motion.zoomRate()) > ZOOM_RATE) {
            double confidence = Math.min(0.9, 0.5 + Math.abs(motion.zoomRate()));
            return new SeenFraming(
                    new Framing(ShotType.ZOOM, confidence, Angle.values()[bestAngle], angle[bestAngle]),
                    evidence(inputs, size, angle));
        }
        return new SeenFraming(
                new Framing(ShotType.values()[bestSize], size[bestSize], Angle.values()[bestAngle], angle[bestAngle]),
                evidence(inputs, size, angle));
    }

    private static FramingEvidence evidence(double[] inputs, double[] size, double[] angle) {
        return new FramingEvidence(
                FramingDescriptor.VERSION,
                Arrays.stream(inputs).mapToObj(value -> (float) value).toList(),
                Arrays.stream(size).boxed().toList(),
                Arrays.stream(angle).boxed().toList());
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static Forest read(String name, int classes) {
        try (InputStream in = LearnedFramingEstimator.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        name + ": not on the class path; grow it with ./rushes bench Framing write");
            }
            return Forest.read(
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .lines()
                            .toList(),
                    classes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
