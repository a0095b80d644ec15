// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.subject;

import dev.rushes.editorial.footage.SubjectBox;
import dev.rushes.worker.vision.motion.Sample;
import dev.rushes.worker.vision.picture.Box;
import dev.rushes.worker.vision.picture.CellGrid;
import dev.rushes.worker.vision.picture.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the subject is over time, five times a second: the columns, then among those the rows, that most likely show it. A line
 * is judged by faces on it, what moves by itself, skin, colour, detail and its place in the picture, each against the
 * strongest line of the picture; the weights are those of a logistic regression on 33 marked clips ({@code CropBench}).
 */
public final class SubjectTrack {

    private static final double BIAS = -3.6;
    private static final double OFF_MIDDLE = -4.9;
    private static final double FACE = 2.2;
    private static final double MOVES_NOW = 1.44;
    private static final double MOVES_EVER = 1.37;
    private static final double SKIN = 1.69;
    private static final double COLOUR = 2.08;
    private static final double DETAIL = 1.0;

    /** Strongest lines weaker than this say nothing: noise would be scaled up to a signal. */
    private static final double LEAST_MOVING = 0.03;

    private static final double LEAST_SKIN = 0.04;
    private static final double LEAST_DETAIL = 0.05;

    /** Span around a look in which movement counts as now. */
    private static final double NOW_SECONDS = 0.35;
    /** Looks this near are averaged, the nearer the more. */
    private static final double SMOOTH_SECONDS = 0.5;

    /** The subject fills about a crop of this shape; wider ones are taken as their likeliest part. */
    private static final double TALL_CROP = 9.0 / 16;

    private static final double LEAST_SHARE = 0.25;
    private static final double MOST_SHARE = 0.5;
    /** Half a box in standard deviations: 1.7 of an even spread are its ends. */
    private static final double HALF_BOX = 1.7;

    private static final double LEAST_HALF = 0.03;

    private final SubjectMap map;
    private final CellGrid grid;
    private final List<Picture> looked;
    private final List<People> people;
    private final List<Sample> samples;

    private SubjectTrack(SubjectMap map, List<Picture> looked, List<People> people, List<Sample> samples) {
        this.map = map;
        this.grid = map.grid();
        this.looked = looked;
        this.people = people;
        this.samples = samples;
    }

    /**
     * Returns one box for each look of the map.
     *
     * @param looked pictures in which people were looked for
     * @param people found in each of them, same order
     * @param samples of the same shot, for what moves
     */
    public static List<SubjectBox> of(SubjectMap map, List<Picture> looked, List<People> people, List<Sample> samples) {
        return new SubjectTrack(map, looked, people, samples).boxes();
    }

    private List<SubjectBox> boxes() {
        double[] ever = moved(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        List<double[]> now = new ArrayList<>();
        List<double[]> columns = new ArrayList<>();
        double[] whole = {0, 1};
        for (SubjectCells look : map.looks()) {
            double[] moving = moved(look.seconds - NOW_SECONDS, look.seconds + NOW_SECONDS);
            now.add(moving);
            columns.add(likelihood(look, moving, ever, true, whole));
        }
        double share = Math.clamp(TALL_CROP / map.aspect(), LEAST_SHARE, MOST_SHARE);
        List<double[]> across = spans(columns, share);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            rows.add(likelihood(map.looks().get(i), now.get(i), ever, false, across.get(i)));
        }
        List<double[]> down = spans(rows, MOST_SHARE);
        List<SubjectBox> boxes = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            double[] x = across.get(i);
            double[] y = down.get(i);
            boxes.add(new SubjectBox(map.looks().get(i).seconds, x[0], y[0], x[1] - x[0], y[1] - y[0]));
        }
        return boxes;
    }

    /** Share of the samples in a span of time in which each cell moved by itself. */
    private double[] moved(double from, double to) {
        double[] share = new double[grid.cells()];
        int count = 0;
        for (Sample sample : samples) {
            if (sample.seconds() >= from && sample.seconds() <= to) {
                sample.motion().moving().cells().stream()
                        .filter(cell -> cell < share.length)
                        .forEach(cell -> share[cell]++);
                count++;
            }
        }
        for (int i = 0; i < share.length; i++) {
            share[i] /= Math.max(1, count);
        }
        return share;
    }

    /** Returns how likely each column, or each row between two edges, shows the subject. */
    private double[] likelihood(SubjectCells look, double[] moving, double[] ever, boolean columns, double[] between) {
        int lines = columns ? grid.columns() : grid.rows();
        double[][] strengths = new double[5][lines];
        int[] count = new int[lines];
        for (int i = 0; i < moving.length; i++) {
            if (!columns && (grid.x(i) < between[0] || grid.x(i) > between[1])) {
                continue;
            }
            int line = columns ? i % grid.columns() : Math.floorDiv(i, grid.columns());
            strengths[0][line] += moving[i];
            strengths[1][line] += ever[i];
            strengths[2][line] += (look.skin[i] & 0xff) / 255.0;
            strengths[3][line] += (look.colour[i] & 0xff) / 255.0;
            strengths[4][line] += (look.detail[i] & 0xff) / 255.0;
            count[line]++;
        }
        relate(strengths[0], count, LEAST_MOVING);
        relate(strengths[1], count, LEAST_MOVING);
        relate(strengths[2], count, LEAST_SKIN);
        relate(strengths[3], count, 1e-6);
        relate(strengths[4], count, LEAST_DETAIL);
        double[] likely = new double[lines];
        for (int line = 0; line < lines; line++) {
            double place = (line + 0.5) / lines;
            double logit = BIAS
                    + FACE * face(look.seconds, place, columns)
                    + MOVES_NOW * strengths[0][line]
                    + MOVES_EVER * strengths[1][line]
                    + SKIN * strengths[2][line]
                    + COLOUR * strengths[3][line]
                    + DETAIL * strengths[4][line];
            likely[line] = 1 / (1 + Math.exp(-logit));
        }
        return likely;
    }

    private static void relate(double[] lines, int[] count, double least) {
        double most = 0;
        for (int i = 0; i < lines.length; i++) {
            lines[i] /= Math.max(1, count[i]);
            most = Math.max(most, lines[i]);
        }
        for (int i = 0; i < lines.length; i++) {
            lines[i] = most > least ? lines[i] / most : 0;
        }
    }

    /** Returns 1 where a face or its shoulders are, less the longer before or after it was found. */
    private double face(double seconds, double place, boolean columns) {
        double most = 0;
        for (int k = 0; k < looked.size(); k++) {
            double trust = 1 / (1 + Math.abs(looked.get(k).seconds - seconds));
            List<Box> faces = people.get(k).frontal().isEmpty()
                    ? people.get(k).profile()
                    : people.get(k).frontal();
            for (Box face : faces) {
                boolean there = columns
                        ? place >= face.left() - 0.4 * face.width() && place <= face.left() + 1.4 * face.width()
                        : place >= face.top() - 0.3 * face.height() && place <= face.top() + 2.7 * face.height();
                most = there ? Math.max(most, trust) : most;
            }
        }
        return most;
    }

    /** Returns where each look's subject begins and ends: the likeliest stretch of a share of the lines, tightened. */
    private List<double[]> spans(List<double[]> likely, double share) {
        List<double[]> spans = new ArrayList<>();
        for (int i = 0; i < likely.size(); i++) {
            spans.add(span(smoothed(likely, i), share));
        }
        return spans;
    }

    /** The third power lets the likeliest lines decide; measured against the first and second. */
    private double[] smoothed(List<double[]> likely, int at) {
        double[] result = new double[likely.get(at).length];
        double seconds = map.looks().get(at).seconds;
        for (int j = 0; j < likely.size(); j++) {
            double weight = 1 - Math.abs(map.looks().get(j).seconds - seconds) / SMOOTH_SECONDS;
            for (int line = 0; weight > 0 && line < result.length; line++) {
                double p = likely.get(j)[line];
                result[line] += weight * p * p * p;
            }
        }
        return result;
    }

    private static double[] span(double[] mass, double share) {
        int lines = mass.length;
        int length = Math.clamp(Math.round(share * lines), 2, lines);
        double[] likely = new double[lines];
        for (int i = 0; i < lines; i++) {
            double off = 2 * ((i + 0.5) / lines - 0.5);
            likely[i] = mass[i] * Math.exp(3 * OFF_MIDDLE * off * off);
        }
        double sum = 0;
        double most = -1;
        int from = 0;
        for (int i = 0; i < lines; i++) {
            sum += likely[i] - (i >= length ? likely[i - length] : 0);
            if (i >= length - 1 && sum > most + 1e-12) {
                most = sum;
                from = i - length + 1;
            }
        }
        double low = (double) from / lines;
        double[] moments = {low + share / 2, 0};
        for (int pass = 0; pass < 3; pass++) {
            moments = moments(mass, Math.clamp(moments[0] - share / 2, 0, 1 - share), share);
        }
        double half = Math.max(LEAST_HALF, HALF_BOX * Math.sqrt(moments[1]));
        double start = Math.clamp(moments[0] - half, 0, 1);
        return new double[] {start, Math.clamp(moments[0] + half, start, 1)};
    }

    /** Mean place and variance of the mass within a share of the picture. */
    private static double[] moments(double[] mass, double low, double share) {
        double total = 1e-12;
        double mean = 0;
        double square = 0;
        for (int i = 0; i < mass.length; i++) {
            double place = (i + 0.5) / mass.length;
            if (place >= low && place <= low + share) {
                total += mass[i];
                mean += mass[i] * place;
                square += mass[i] * place * place;
            }
        }
        mean /= total;
        return new double[] {mean, Math.max(0, square / total - mean * mean)};
    }
}
