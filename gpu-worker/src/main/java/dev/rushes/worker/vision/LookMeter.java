// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import dev.rushes.editorial.footage.Look;
import dev.rushes.worker.vision.picture.Exposure;
import dev.rushes.worker.vision.picture.Picture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Measures palette, warmth, saturation and contrast over a few pictures, and puts light and mood into words. */
final class LookMeter {

    private static final int COLOURS = 5;
    private static final int STEP = 48;
    private static final int LEVELS = 6;
    /** Colours nearer than this, in RGB levels, are one colour of the palette. */
    private static final double SAME_COLOUR = 48;
    /** Mean of Cr - Cb that is clearly warm; measured: 90th percentile of real clips. */
    private static final double WARM = 24;
    /** Mean chroma of a vivid picture. */
    private static final double VIVID = 36;

    private static final double WIDE_CONTRAST = 0.32;

    private final double[][] sums = new double[LEVELS * LEVELS * LEVELS][4];
    private double warmth;
    private double chroma;
    private double contrast;
    private double light;
    private int pixels;

    private LookMeter() {}

    /**
     * Returns the look of pictures of one clip.
     *
     * @param intensity how much moves, 0..1; a part of the mood
     */
    static Look of(List<Picture> pictures, double intensity) {
        LookMeter meter = new LookMeter();
        for (Picture picture : pictures) {
            meter.add(picture);
            Exposure exposure = Exposure.of(picture);
            meter.contrast += exposure.contrast() / pictures.size();
            meter.light += exposure.mean() / pictures.size();
        }
        double temperature = Math.clamp(meter.warmth / meter.pixels / WARM, -1, 1);
        double saturation = Math.clamp(meter.chroma / meter.pixels / VIVID, 0, 1);
        double contrast = Math.clamp(meter.contrast / WIDE_CONTRAST, 0, 1);
        return new Look(
                meter.palette(),
                temperature,
                saturation,
                contrast,
                words(meter.light, temperature, saturation, contrast, intensity));
    }

    private void add(Picture picture) {
        for (int y = 0; y < picture.chromaHeight; y++) {
            for (int x = 0; x < picture.chromaWidth; x++) {
                int luma = picture.lumaAt(Math.min(2 * x, picture.width - 1), Math.min(2 * y, picture.height - 1));
                double cb = (picture.u[y * picture.chromaWidth + x] & 0xff) - 128;
                double cr = (picture.v[y * picture.chromaWidth + x] & 0xff) - 128;
                warmth += cr - cb;
                chroma += Math.sqrt(cb * cb + cr * cr);
                pixels++;
                // ITU-R BT.709, limited range
                double grey = 1.164 * (luma - 16);
                double red = Math.clamp(grey + 1.793 * cr, 0, 255);
                double green = Math.clamp(grey - 0.213 * cb - 0.533 * cr, 0, 255);
                double blue = Math.clamp(grey + 2.112 * cb, 0, 255);
                double[] bin = sums[((int) red / STEP * LEVELS + (int) green / STEP) * LEVELS + (int) blue / STEP];
                bin[0] += red;
                bin[1] += green;
                bin[2] += blue;
                bin[3]++;
            }
        }
    }

    private List<String> palette() {
        List<double[]> chosen = new ArrayList<>();
        List<double[]> bins = IntStream.range(0, sums.length)
                .mapToObj(i -> sums[i])
                .filter(bin -> bin[3] > 0.01 * pixels)
                .sorted(Comparator.comparingDouble((double[] bin) -> -bin[3]))
                .toList();
        for (double[] bin : bins) {
            double[] colour = {bin[0] / bin[3], bin[1] / bin[3], bin[2] / bin[3]};
            if (chosen.size() < COLOURS && chosen.stream().allMatch(other -> distance(other, colour) > SAME_COLOUR)) {
                chosen.add(colour);
            }
        }
        return chosen.stream()
                .map(c -> "#%02x%02x%02x"
                        .formatted((int) Math.round(c[0]), (int) Math.round(c[1]), (int) Math.round(c[2])))
                .toList();
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private static List<String> words(
            double light, double temperature, double saturation, double contrast, double intensity) {
        List<String> words = new ArrayList<>();
        words.add(light < 0.18 ? "dark" : light < 0.36 ? "dim" : light < 0.62 ? "even light" : "bright");
        if (Math.abs(temperature) > 0.3) {
            words.add(temperature > 0 ? "warm" : "cool");
        }
        words.add(
                saturation < 0.1
                        ? "monochrome"
                        : saturation < 0.35 ? "muted" : saturation < 0.65 ? "natural" : "vivid");
        if (contrast < 0.45 || contrast > 0.8) {
            words.add(contrast < 0.45 ? "soft contrast" : "high contrast");
        }
        boolean dark = light < 0.36;
        if (intensity > 0.55) {
            words.add(dark ? "dramatic" : "energetic");
        } else if (intensity < 0.3) {
            words.add(dark ? "moody" : "calm");
        }
        return words;
    }
}
