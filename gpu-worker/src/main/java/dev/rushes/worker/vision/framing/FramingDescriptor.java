// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.framing;

import dev.rushes.worker.vision.motion.Motion;
import dev.rushes.worker.vision.motion.MotionSummary;
import dev.rushes.worker.vision.motion.MovingArea;
import dev.rushes.worker.vision.motion.Sample;
import dev.rushes.worker.vision.picture.Box;
import dev.rushes.worker.vision.picture.Exposure;
import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.TextureScale;
import dev.rushes.worker.vision.subject.People;
import dev.rushes.worker.vision.subject.Saliency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers that tell how near the camera is and from where it looks: faces, skin, how coarse and how sharp the structures are
 * in the middle and around it, where sky may be, what moves and how much of the picture that is. Means over the pictures
 * of one shot; each about -3..3.
 */
final class FramingDescriptor {

    /**
     * Changes when the same shot may give numbers that are not alike any more: corrections learned on others teach nothing then. Not
     * raised for W-133, a better fit of the motion, which changes what is told of it in some shots.
     */
    static final int VERSION = 1;

    /** Names of the numbers, in order. */
    static final List<String> NAMES = List.of(
            "face_share",
            "face_close",
            "face_far",
            "face_middle",
            "fineness",
            "busy",
            "octave_2",
            "octave_4",
            "octave_8",
            "middle_fine",
            "middle_busy",
            "sharp_cells",
            "skin",
            "skin_middle",
            "skin_run",
            "salient_area",
            "salient_height",
            "top_even",
            "top_light",
            "bottom_even",
            "green",
            "saturation",
            "contrast",
            "dark",
            "upright",
            "camera_speed",
            "zoom_rate",
            "moving_share",
            "moving_height",
            "moving_width",
            "moving_top",
            "residual",
            "vertical_edges");

    private static final int GRID = 16;

    private FramingDescriptor() {}

    /**
     * Returns one value for each of {@link #NAMES}.
     *
     * @param pictures looked at, at least one
     * @param people found in each, same order
     * @param samples of the same shot
     */
    static double[] of(List<Picture> pictures, List<People> people, List<Sample> samples, MotionSummary motion) {
        double[] result = new double[NAMES.size()];
        faces(people, result);
        for (Picture picture : pictures) {
            double[] one = new double[result.length];
            structure(picture, one);
            colour(picture, one);
            for (int i = 0; i < one.length; i++) {
                result[i] += one[i] / pictures.size();
            }
        }
        movement(samples, motion, result);
        return result;
    }

    private static void put(double[] values, String name, double value) {
        values[NAMES.indexOf(name)] = Double.isFinite(value) ? value : 0;
    }

    private static void faces(List<People> people, double[] result) {
        int seen = 0;
        double sum = 0;
        for (People found : people) {
            List<Box> faces = found.frontal().isEmpty() ? found.profile() : found.frontal();
            double height = faces.stream().mapToDouble(Box::height).max().orElse(0);
            sum += height;
            seen += height > 0 ? 1 : 0;
        }
        double share = (double) seen / people.size();
        double logHeight = seen == 0 ? 0 : Math.log(sum / seen);
        put(result, "face_share", share);
        put(result, "face_close", share * Math.max(0, 1 + Math.tanh(4 * (logHeight - Math.log(0.42)))));
        put(result, "face_far", share * Math.max(0, 1 - Math.tanh(4 * (logHeight - Math.log(0.14)))));
        double middle = seen == 0 ? 0 : Math.exp(-square((logHeight - Math.log(0.27)) / 0.45));
        put(result, "face_middle", share * middle);
    }

    private static double square(double value) {
        return value * value;
    }

    private static void structure(Picture picture, double[] result) {
        TextureScale texture = TextureScale.of(picture);
        put(result, "fineness", 5 * (texture.fineness() - 0.4));
        put(result, "busy", 4 * (texture.busy() - 0.4));
        double[] octaves = new double[4];
        for (int k = 0; k < 4; k++) {
            octaves[k] = Math.log(0.3 + gradient(picture, 1 << k, new Box(0, 0, 1, 1)));
        }
        put(result, "octave_2", 2 * (octaves[1] - octaves[0]));
        put(result, "octave_4", 2 * (octaves[2] - octaves[1]));
        put(result, "octave_8", 2 * (octaves[3] - octaves[2]));
        Box middle = new Box(0.25, 0.25, 0.5, 0.5);
        double inner = gradient(picture, 1, middle) / (0.3 + gradient(picture, 4, middle));
        double outer = octaves[0] - octaves[2];
        put(result, "middle_fine", 2 * (Math.log(0.05 + inner) - outer));
        put(result, "middle_busy", Math.log(0.3 + gradient(picture, 2, middle)) - octaves[1]);
        put(result, "sharp_cells", 4 * sharpCells(picture) - 1);
        double top = gradient(picture, 2, new Box(0, 0, 1, 0.3));
        double bottom = gradient(picture, 2, new Box(0, 0.7, 1, 0.3));
        put(result, "top_even", octaves[1] - Math.log(0.3 + top));
        put(result, "bottom_even", octaves[1] - Math.log(0.3 + bottom));
        put(result, "top_light", (mean(picture, 0, 0.3) - mean(picture, 0.3, 1)) / 50);
        Exposure light = Exposure.of(picture);
        put(result, "contrast", 6 * (light.contrast() - 0.22));
        put(result, "dark", 3 * light.dark());
        put(result, "upright", 2 * Math.log((double) picture.height / picture.width));
        put(result, "vertical_edges", 2 * verticalEdges(picture));
        Box salient = Saliency.box(picture);
        put(result, "salient_area", 4 * (salient.area() - 0.4));
        put(result, "salient_height", 4 * (salient.height() - 0.6));
    }

    /** Mean absolute luma difference over {@code step} pixels inside a box. */
    private static double gradient(Picture picture, int step, Box box) {
        int x0 = (int) (box.left() * picture.width);
        int y0 = (int) (box.top() * picture.height);
        int x1 = Math.min(picture.width, (int) Math.round((box.left() + box.width()) * picture.width)) - step;
        int y1 = Math.min(picture.height, (int) Math.round((box.top() + box.height()) * picture.height)) - step;
        long sum = 0;
        int count = 0;
        for (int y = y0; y < y1; y += 2) {
            for (int x = x0; x < x1; x += 2) {
                int here = picture.lumaAt(x, y);
                sum += Math.abs(picture.lumaAt(x + step, y) - here) + Math.abs(picture.lumaAt(x, y + step) - here);
                count += 2;
            }
        }
        return count == 0 ? 0 : (double) sum / count;
    }

    /** Share of cells whose finest detail is at least half as strong as the middle-sized: what is in focus. */
    private static double sharpCells(Picture picture) {
        int sharp = 0;
        for (int i = 0; i < GRID * GRID; i++) {
            Box cell =
                    new Box((double) (i % GRID) / GRID, (double) Math.floorDiv(i, GRID) / GRID, 1.0 / GRID, 1.0 / GRID);
            double fine = gradient(picture, 1, cell);
            sharp += fine > 3 && fine > 0.5 * gradient(picture, 3, cell) ? 1 : 0;
        }
        return (double) sharp / (GRID * GRID);
    }

    private static double verticalEdges(Picture picture) {
        double across = 1;
        double down = 1;
        for (int y = 0; y + 2 < picture.height; y += 2) {
            for (int x = 0; x + 2 < picture.width; x += 2) {
                int here = picture.lumaAt(x, y);
                across += Math.abs(picture.lumaAt(x + 2, y) - here);
                down += Math.abs(picture.lumaAt(x, y + 2) - here);
            }
        }
        return Math.log(across / down);
    }

    private static double mean(Picture picture, double from, double to) {
        long sum = 0;
        int start = (int) (from * picture.height) * picture.width;
        int end = (int) (to * picture.height) * picture.width;
        for (int i = start; i < end; i++) {
            sum += picture.luma[i] & 0xff;
        }
        return end == start ? 0 : (double) sum / (end - start);
    }

    private static void colour(Picture picture, double[] result) {
        int[] skin = new int[GRID * GRID];
        int[] all = new int[GRID * GRID];
        int green = 0;
        double saturation = 0;
        for (int y = 0; y < picture.chromaHeight; y++) {
            for (int x = 0; x < picture.chromaWidth; x++) {
                int cb = (picture.u[y * picture.chromaWidth + x] & 0xff) - 128;
                int cr = (picture.v[y * picture.chromaWidth + x] & 0xff) - 128;
                int luma = picture.lumaAt(Math.min(2 * x, picture.width - 1), Math.min(2 * y, picture.height - 1));
                int cell = y * GRID / picture.chromaHeight * GRID + x * GRID / picture.chromaWidth;
                // Chai and Ngan (1999) give 77 <= Cb <= 127 and 133 <= Cr <= 173; warmer light needs the slanted edge
                boolean isSkin = cr >= 6 && cr <= 45 && cb <= -3 && cb >= -48 && cr > -0.6 * cb && luma > 50;
                skin[cell] += isSkin ? 1 : 0;
                all[cell]++;
                green += cb < -4 && cr < -4 ? 1 : 0;
                saturation += Math.sqrt(cb * cb + cr * cr);
            }
        }
        double total = 0;
        double middle = 0;
        boolean[] full = new boolean[GRID * GRID];
        for (int i = 0; i < skin.length; i++) {
            double share = all[i] == 0 ? 0 : (double) skin[i] / all[i];
            total += share / skin.length;
            boolean isMiddle = Math.abs(i % GRID - 7.5) < 4 && Math.abs(Math.floorDiv(i, GRID) - 7.5) < 4;
            middle += isMiddle ? share / 64 : 0;
            full[i] = share > 0.6;
        }
        int count = picture.chromaWidth * picture.chromaHeight;
        put(result, "skin", 4 * total);
        put(result, "skin_middle", 2 * middle);
        put(result, "skin_run", 2 * largestBlock(full));
        put(result, "green", 3.0 * green / count);
        put(result, "saturation", saturation / count / 12 - 1);
    }

    /** Side of the largest square of set cells, as a share of the picture's. */
    private static double largestBlock(boolean[] set) {
        int[] side = new int[set.length];
        int best = 0;
        for (int i = 0; i < set.length; i++) {
            if (set[i]) {
                boolean edge = i < GRID || i % GRID == 0;
                side[i] = 1 + (edge ? 0 : Math.min(side[i - 1], Math.min(side[i - GRID], side[i - GRID - 1])));
                best = Math.max(best, side[i]);
            }
        }
        return (double) best / GRID;
    }

    private static void movement(List<Sample> samples, MotionSummary motion, double[] result) {
        List<MovingArea> moving = new ArrayList<>();
        double share = 0;
        double speed = 0;
        double residual = 0;
        for (Sample sample : samples) {
            Motion moved = sample.motion();
            share += moved.moving().share() / samples.size();
            speed += moved.shift() / moved.elapsed() / samples.size();
            residual += moved.residual() / moved.elapsed() / samples.size();
            if (moved.moving().share() > 0.01) {
                moving.add(moved.moving());
            }
        }
        put(result, "camera_speed", 2 * Math.sqrt(speed));
        put(result, "zoom_rate", Math.clamp(10 * motion.zoomRate(), -1, 1));
        put(result, "moving_share", 2 * Math.sqrt(share));
        put(result, "residual", 3 * Math.sqrt(residual));
        double known = Math.min(1, moving.size() / (0.3 * Math.max(1, samples.size())));
        double[] heights =
                moving.stream().mapToDouble(m -> m.box().height()).sorted().toArray();
        double[] widths =
                moving.stream().mapToDouble(m -> m.box().width()).sorted().toArray();
        double[] tops = moving.stream().mapToDouble(m -> m.box().top()).sorted().toArray();
        put(result, "moving_height", known * 3 * (middle(heights) - 0.5));
        put(result, "moving_width", known * 3 * (middle(widths) - 0.5));
        put(result, "moving_top", known * 3 * (middle(tops) - 0.3));
    }

    private static double middle(double[] sorted) {
        return sorted.length == 0
                ? 0.5
                : Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElse(0.5);
    }
}
