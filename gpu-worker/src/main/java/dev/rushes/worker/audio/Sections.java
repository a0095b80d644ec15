// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a song where its sound changes for good and names the parts: a checkerboard moved along the self-similarity of
 * bars (Foote 2000), then names by loudness and place. Only the band of the matrix under the checkerboard is ever
 * computed, so the cost is linear in the song.
 */
final class Sections {

    private static final int HALF = 8;
    private static final int LEAST_UNITS = 4;
    private static final double PEAK_DEVIATIONS = .35;
    private static final double UNIT_SECONDS = 2;

    /** Means of many bars are steadier than single ones, so they must be this much nearer (made songs repeat at .1 to .4). */
    private static final double ALIKE = .5;

    private static final double LONGEST_EDGE_SECONDS = 40;

    private Sections() {}

    /** Returns one section over everything; none for an empty song. */
    static List<Section> whole(double duration, EnergyCurve energy) {
        double level = energy.mean(0, duration);
        return duration > 0 ? List.of(new Section(0, duration, "verse", level, "A")) : List.of();
    }

    static List<Section> of(double duration, List<Beat> beats, Flux flux, Harmony harmony, EnergyCurve energy) {
        double[] units = units(duration, beats);
        if (units.length < 4 * LEAST_UNITS) {
            return whole(duration, energy);
        }
        float[][] sound = describe(units, duration, flux, harmony, energy);
        List<Double> bounds = new ArrayList<>();
        List<Integer> firstUnits = new ArrayList<>();
        bounds.add(0.0);
        firstUnits.add(0);
        for (int unit : boundaries(novelty(sound))) {
            bounds.add(units[unit]);
            firstUnits.add(unit);
        }
        bounds.add(duration);
        firstUnits.add(units.length);
        return label(bounds, groups(sound, firstUnits), energy);
    }

    /** Letters for sections whose mean sound is nearer than usual neighbors are. */
    private static List<String> groups(float[][] sound, List<Integer> firstUnits) {
        int count = firstUnits.size() - 1;
        double[] neighbors = new double[Math.max(1, sound.length - 1)];
        for (int i = 0; i + 1 < sound.length; i++) {
            neighbors[i] = distance(sound[i], sound[i + 1]);
        }
        double alike = ALIKE * SongAnalyzer.median(neighbors);
        List<float[]> kinds = new ArrayList<>();
        List<String> letters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] mean = new float[sound[0].length];
            int from = firstUnits.get(i);
            int to = Math.max(from + 1, firstUnits.get(i + 1));
            for (int unit = from; unit < to; unit++) {
                for (int k = 0; k < mean.length; k++) {
                    mean[k] += sound[unit][k] / (to - from);
                }
            }
            int kind = 0;
            while (kind < kinds.size() && distance(kinds.get(kind), mean) > alike) {
                kind++;
            }
            if (kind == kinds.size()) {
                kinds.add(mean);
            }
            letters.add(String.valueOf((char) ('A' + Math.min(25, kind))));
        }
        return letters;
    }

    /** Starts of bars, or of two-second stretches where no bars are known. */
    private static double[] units(double duration, List<Beat> beats) {
        double[] bars = beats.stream()
                .filter(Beat::isDownbeat)
                .mapToDouble(Beat::seconds)
                .toArray();
        if (bars.length >= 4 * LEAST_UNITS) {
            return bars;
        }
        double[] even = new double[(int) (duration / UNIT_SECONDS)];
        Arrays.setAll(even, i -> i * UNIT_SECONDS);
        return even;
    }

    private static float[][] describe(double[] units, double duration, Flux flux, Harmony harmony, EnergyCurve energy) {
        int registers = flux.levels().length;
        float[][] sound = new float[units.length][];
        double hop = (double) Flux.LEVEL_FRAMES / Flux.FRAMES_PER_SECOND;
        for (int i = 0; i < units.length; i++) {
            double end = i + 1 < units.length ? units[i + 1] : duration;
            float[] chroma = harmony.mean(units[i], end);
            float[] all = Arrays.copyOf(chroma, chroma.length + registers + 1);
            for (int register = 0; register < registers; register++) {
                float[] levels = flux.levels()[register];
                int from = Math.min(levels.length - 1, (int) (units[i] / hop));
                int to = Math.clamp(Math.round(end / hop), from + 1, Math.max(from + 1, levels.length));
                for (int step = from; step < Math.min(to, levels.length); step++) {
                    all[chroma.length + register] += levels[step] / (to - from);
                }
            }
            all[all.length - 1] = (float) (2 * energy.mean(units[i], end));
            sound[i] = all;
        }
        return sound;
    }

    private static double[] novelty(float[][] sound) {
        double[] distances = new double[sound.length * HALF];
        int count = 0;
        for (int i = 0; i < sound.length; i++) {
            for (int lag = 1; lag <= HALF && i + lag < sound.length; lag++) {
                distances[count++] = distance(sound[i], sound[i + lag]);
            }
        }
        double scale = Math.max(1e-9, SongAnalyzer.median(Arrays.copyOf(distances, count)));
        double[] novelty = new double[sound.length];
        for (int at = 1; at < sound.length; at++) {
            for (int a = -HALF; a < HALF; a++) {
                for (int b = a + 1; b < HALF; b++) {
                    if (at + a >= 0 && at + b < sound.length) {
                        double taper = Math.exp(-.5 * (square(a + .5) + square(b + .5)) / square(HALF * .5));
                        double alike = Math.exp(-distance(sound[at + a], sound[at + b]) / scale);
                        novelty[at] += (a < 0) == (b < 0) ? taper * alike : -taper * alike;
                    }
                }
            }
        }
        return novelty;
    }

    private static List<Integer> boundaries(double[] novelty) {
        double mean = Arrays.stream(novelty).average().orElse(0);
        double deviation = Math.sqrt(
                Arrays.stream(novelty).map(v -> square(v - mean)).average().orElse(0));
        List<Integer> kept = new ArrayList<>();
        for (int at = LEAST_UNITS; at <= novelty.length - LEAST_UNITS; at++) {
            if (novelty[at] > mean + PEAK_DEVIATIONS * deviation && isPeak(novelty, at)) {
                kept.add(at);
            }
        }
        return kept;
    }

    private static boolean isPeak(double[] novelty, int at) {
        for (int near = at - LEAST_UNITS + 1; near < Math.min(novelty.length, at + LEAST_UNITS); near++) {
            if (novelty[near] > novelty[at] || (novelty[near] == novelty[at] && near < at)) {
                return false;
            }
        }
        return true;
    }

    private static List<Section> label(List<Double> bounds, List<String> groups, EnergyCurve energy) {
        int count = bounds.size() - 1;
        double[] levels = new double[count];
        for (int i = 0; i < count; i++) {
            levels[i] = energy.mean(bounds.get(i), bounds.get(i + 1));
        }
        double[] sorted = levels.clone();
        Arrays.sort(sorted);
        double high = sorted[Math.min(count - 1, count * 2 / 3)];
        double low = sorted[count / 5];
        double middle = sorted[count / 2];
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double start = bounds.get(i);
            double end = bounds.get(i + 1);
            boolean isShort = end - start <= LONGEST_EDGE_SECONDS && count > 2;
            String label = levels[i] >= high ? "chorus" : "verse";
            if (i == 0 && isShort && levels[i] <= middle) {
                label = "intro";
            } else if (i == count - 1 && isShort && levels[i] <= middle) {
                label = "outro";
            } else if (i > 0 && i < count - 1 && levels[i] <= low && levels[i] < .7 * middle) {
                label = "break";
            }
            sections.add(new Section(start, end, label, levels[i], groups.get(i)));
        }
        return sections;
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += square(a[i] - b[i]);
        }
        return sum;
    }

    private static double square(double value) {
        return value * value;
    }
}
