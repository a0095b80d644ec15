// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import dev.rushes.editorial.footage.SubjectBox;
import java.util.ArrayList;
import java.util.List;

/** Where the subject is over time: faces with their shoulders, else what stands out; smoothed so that a crop does not jump. */
final class SubjectTrack {

    private SubjectTrack() {}

    /**
     * Returns one box for each picture.
     *
     * @param people found in each picture, same order; {@link People#NOBODY} where nobody looked
     */
    static List<SubjectBox> of(List<Picture> pictures, List<People> people) {
        int n = pictures.size();
        double[][] edges = new double[n][];
        boolean[] sure = new boolean[n];
        for (int i = 0; i < n; i++) {
            Box box = box(pictures.get(i), people.get(i));
            sure[i] = !people.get(i).frontal().isEmpty()
                    || !people.get(i).profile().isEmpty();
            edges[i] = new double[] {box.left(), box.top(), box.width(), box.height()};
        }
        List<SubjectBox> track = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            double[] sum = new double[4];
            double weights = 0;
            for (int j = Math.max(0, i - 2); j <= Math.min(n - 1, i + 2); j++) {
                // a found person outweighs a guess around it
                double weight = (j == i ? 2 : Math.abs(j - i) == 1 ? 1 : 0.5) * (sure[j] ? 6 : 1);
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
