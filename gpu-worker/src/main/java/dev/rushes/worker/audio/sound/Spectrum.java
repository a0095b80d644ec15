// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.sound;

import be.tarsos.dsp.util.fft.HannWindow;

/**
 * Magnitudes of a few Hann-windowed stretches of sound at once. Two stretches make one run of complex numbers, one as its real,
 * the other as its imaginary part; symmetry tells their spectra apart. Not safe for use by several threads.
 */
public final class Spectrum {

    /** Stretches in one call. */
    public static final int STRETCHES = 8;

    private static final int RUNS = STRETCHES / 2;

    private final int size;
    private final Fourier fourier;
    private final float[][] window;
    private final float[][] stretches;
    private final float[][] magnitudes;
    private final float[] mirrorRe;
    private final float[] mirrorIm;
    private final float[] evenRow;
    private final float[] oddRow;

    /** @param size samples in one stretch; a power of two, 4 at least */
    public Spectrum(int size) {
        this.size = size;
        fourier = new Fourier(size, RUNS);
        float[] hann = new HannWindow().generateCurve(size);
        int columns = fourier.columnsIn();
        window = new float[size / columns][RUNS * columns];
        for (int row = 0; row < window.length; row++) {
            for (int run = 0; run < RUNS; run++) {
                System.arraycopy(hann, row * columns, window[row], run * columns, columns);
            }
        }
        stretches = new float[STRETCHES][size];
        magnitudes = new float[STRETCHES][size];
        mirrorRe = new float[RUNS * fourier.columnsOut()];
        mirrorIm = new float[RUNS * fourier.columnsOut()];
        evenRow = new float[RUNS * fourier.columnsOut()];
        oddRow = new float[RUNS * fourier.columnsOut()];
    }

    public int size() {
        return size;
    }

    /** Returns where the samples of a stretch go before a call. */
    public float[] stretch(int index) {
        return stretches[index];
    }

    /** Returns the magnitudes of a stretch of the last call; overwritten by the next. */
    public float[] magnitudes(int index) {
        return magnitudes[index];
    }

    /**
     * Transforms all stretches.
     *
     * @param bins the lowest so many magnitudes are wanted, half the size at most
     */
    public void transform(int bins) {
        for (int row = 0; row < window.length; row++) {
            weigh(0, row, fourier.inRe()[row]);
            weigh(1, row, fourier.inIm()[row]);
        }
        fourier.transform();
        int columns = fourier.columnsOut();
        for (int row = 0; row * columns < bins; row++) {
            float[] re = fourier.outRe()[row];
            float[] im = fourier.outIm()[row];
            mirror(fourier.outRe(), row, mirrorRe);
            mirror(fourier.outIm(), row, mirrorIm);
            lengths(re, mirrorRe, im, mirrorIm, evenRow);
            // The odd stretch is the imaginary part: its spectrum is turned by a quarter.
            lengths(im, mirrorIm, mirrorRe, re, oddRow);
            for (int run = 0; run < RUNS; run++) {
                System.arraycopy(evenRow, run * columns, magnitudes[2 * run], row * columns, columns);
                System.arraycopy(oddRow, run * columns, magnitudes[2 * run + 1], row * columns, columns);
            }
        }
    }

    // Loops over several arrays become vector instructions only if all run over the same index; hence the copies.
    private void weigh(int part, int row, float[] into) {
        int columns = fourier.columnsIn();
        for (int run = 0; run < RUNS; run++) {
            System.arraycopy(stretches[2 * run + part], row * columns, into, run * columns, columns);
        }
        float[] weights = window[row];
        for (int i = 0; i < into.length; i++) {
            into[i] *= weights[i];
        }
    }

    /** Collects number size - k for every number k of a row. */
    private void mirror(float[][] rows, int row, float[] into) {
        int columns = fourier.columnsOut();
        float[] other = rows[rows.length - 1 - row];
        float[] first = rows[row == 0 ? 0 : rows.length - row];
        for (int run = 0; run < into.length; run += columns) {
            into[run] = first[run];
            for (int i = 1; i < columns; i++) {
                into[run + i] = other[run + columns - i];
            }
        }
    }

    private static void lengths(float[] plus, float[] and, float[] minus, float[] less, float[] into) {
        for (int i = 0; i < into.length; i++) {
            float sum = plus[i] + and[i];
            float difference = minus[i] - less[i];
            into[i] = .5f * (float) Math.sqrt(sum * sum + difference * difference);
        }
    }
}
