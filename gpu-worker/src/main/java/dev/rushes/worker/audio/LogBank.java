// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import java.util.ArrayList;
import java.util.List;

/**
 * Triangular filters, twelve to the octave, each summing to one. Low filters that would share a bin are merged, as in
 * madmom (Böck et al. 2016).
 */
final class LogBank {
    /** Spectra that are filtered at a time. */
    static final int AT_ONCE = 4;

    private static final double LOWEST_HZ = 35;
    private static final double HIGHEST_HZ = 16_000;

    private final int[] first;
    private final float[][] weights;
    private final double[] centers;

    LogBank(int fftSize, int sampleRate) {
        double binHz = (double) sampleRate / fftSize;
        double highest = Math.min(HIGHEST_HZ, sampleRate / 2.0 - binHz);
        List<Integer> bins = new ArrayList<>();
        for (int step = 0; LOWEST_HZ * Math.pow(2, step / 12.0) <= highest; step++) {
            int bin = (int) Math.round(LOWEST_HZ * Math.pow(2, step / 12.0) / binHz);
            if (bin >= 1 && bin < fftSize / 2 && (bins.isEmpty() || bins.getLast() != bin)) {
                bins.add(bin);
            }
        }
        int bands = Math.max(0, bins.size() - 2);
        first = new int[bands];
        weights = new float[bands][];
        centers = new double[bands];
        for (int band = 0; band < bands; band++) {
            first[band] = bins.get(band);
            weights[band] = triangle(bins.get(band), bins.get(band + 1), bins.get(band + 2));
            centers[band] = bins.get(band + 1) * binHz;
        }
    }

    int bands() {
        return first.length;
    }

    /** Bins that any filter takes in. */
    int bins() {
        return bands() == 0 ? 1 : first[bands() - 1] + weights[bands() - 1].length;
    }

    double centerHz(int band) {
        return centers[band];
    }

    /**
     * Writes each filter's output for four spectra. Four at a time because each sum waits for its last addend, and four sums wait
     * together; their order stays, so nothing is rounded otherwise than one at a time.
     *
     * @param magnitudes of {@link #AT_ONCE} spectra
     * @param out as many times {@link #bands} values, overwritten
     */
    void apply(float[][] magnitudes, float[][] out) {
        float[] a = magnitudes[0];
        float[] b = magnitudes[1];
        float[] c = magnitudes[2];
        float[] d = magnitudes[3];
        for (int band = 0; band < first.length; band++) {
            float[] filter = weights[band];
            int from = first[band];
            float sumA = 0;
            float sumB = 0;
            float sumC = 0;
            float sumD = 0;
            for (int k = 0; k < filter.length; k++) {
                float weight = filter[k];
                sumA += weight * a[from + k];
                sumB += weight * b[from + k];
                sumC += weight * c[from + k];
                sumD += weight * d[from + k];
            }
            out[0][band] = sumA;
            out[1][band] = sumB;
            out[2][band] = sumC;
            out[3][band] = sumD;
        }
    }

    private static float[] triangle(int left, int center, int right) {
        float[] filter = new float[right - left];
        float sum = 0;
        for (int bin = left; bin < right; bin++) {
            float height = bin <= center
                    ? (bin - left) / (float) Math.max(1, center - left)
                    : (right - bin) / (float) (right - center);
            filter[bin - left] = height;
            sum += height;
        }
        for (int k = 0; k < filter.length; k++) {
            filter[k] /= sum;
        }
        return filter;
    }
}
