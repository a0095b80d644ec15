// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import dev.rushes.editorial.footage.SubjectBox;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the subject is over time: faces with their shoulders, else what moves by itself, else what stands out; smoothed so that a
 * crop does not jump.
 */
final class SubjectTrack {

    private static final double MOVING_SECONDS = 0.2;
    private static final double LEAST_MOVING = 0.015;
    /** What moves over more than this share of the width is water, leaves or the camera, not a subject. */
    private static final double MOST_MOVING_WIDTH = 0.7;

    private SubjectTrack() {}

    /**
     * Returns one box for each picture.
     *
     * @param people found in each picture, same order; {@link People#NOBODY} where nobody looked
     * @param samples of the same shot, for what moves
     */
    static List<SubjectBox> of(List<Picture> pictures, List<People> people, List<Sample> samples) {
        int n = pictures.size();
        double[][] edges = new double[n][];
        double[] trust = new double[n];
        for (int i = 0; i < n; i++) {
            boolean found = !people.get(i).frontal().isEmpty()
                    || !people.get(i).profile().isEmpty();
            Box moving = found ? null : moving(samples, pictures.get(i).seconds);
            Box box = moving != null ? moving : box(pictures.get(i), people.get(i));
            // a found person outweighs a guess around it, what moves too
            trust[i] = found ? 6 : moving != null ? 3 : 1;
            edges[i] = new double[] {box.left(), box.top(), box.width(), box.height()};
        }
        List<SubjectBox> track = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            double[] sum = new double[4];
            double weights = 0;
            for (int j = Math.max(0, i - 2); j <= Math.min(n - 1, i + 2); j++) {
                double weight = (j == i ? 2 : Math.abs(j - i) == 1 ? 1 : 0.5) * trust[j];
                weights += weight;
                for (int k = 0; k < 4; k++) {
                    sum[k] += weight * edges[j][k];
                }
            }
            track.add(new SubjectBox(
                    pictures.get(i).seconds, sum[0] / weights, sum[1] / weights, sum[2] / weights, sum[3] / weights));
        }
        return track;
    }

    /** Returns what moved around a moment, null if nothing did or nearly all. */
    private static @Nullable Box moving(List<Sample> samples, double seconds) {
        double left = 0, top = 0, right = 0, bottom = 0, weights = 0;
        for (Sample sample : samples) {
            MovingArea moving = sample.motion().moving();
            if (Math.abs(sample.seconds() - seconds) > MOVING_SECONDS || moving.share() < LEAST_MOVING) {
                continue;
            }
            Box box = moving.box();
            weights += moving.share();
            left += moving.share() * box.left();
            top += moving.share() * box.top();
            right += moving.share() * (box.left() + box.width());
            bottom += moving.share() * (box.top() + box.height());
        }
        boolean known = weights > 0 && (right - left) / weights < MOST_MOVING_WIDTH;
        return known
                ? new Box(left / weights, top / weights, (right - left) / weights, (bottom - top) / weights)
                : null;
    }

    private static Box box(Picture picture, People people) {
        List<Box> faces = people.frontal().isEmpty() ? people.profile() : people.frontal();
        if (!faces.isEmpty()) {
            Box union = shoulders(faces.getFirst());
            for (Box face : faces) {
                union = union.with(shoulders(face));
            }
            return union.clipped();
        }
        return Saliency.box(picture);
    }

    /** A face with its shoulders and chest. */
    private static Box shoulders(Box face) {
        return new Box(
                face.left() - 0.6 * face.width(),
                face.top() - 0.3 * face.height(),
                2.2 * face.width(),
                3.0 * face.height());
    }
}
