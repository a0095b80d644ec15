// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.sound;

/**
 * Discrete Fourier transforms of several runs of complex numbers at once, each laid out as a matrix, after Bailey (1990):
 * transform the columns, turn by a table, transpose, transform the columns again. The matrices stand side by side, so that every
 * inner loop runs over many neighbors in memory and the compiler makes vector instructions of it.
 *
 * <pre>
 *   in:  number i of run b is in row i / C, column b C + i % C  (R rows)
 *   out: number k of run b is in row k / R, column b R + k % R  (C rows)
 * </pre>
 *
 * Not safe for use by several threads.
 */
final class Fourier {

    private final float[][] inRe;
    private final float[][] inIm;
    private final float[][] middleRe;
    private final float[][] middleIm;
    private final float[][] turnedRe;
    private final float[][] turnedIm;
    private final float[][] outRe;
    private final float[][] outIm;
    private final float[][] turnRe;
    private final float[][] turnIm;
    private final float[] circleRe;
    private final float[] circleIm;

    private final int rows;
    private final int columns;

    /**
     * @param size numbers in one run; a power of two, 4 at least
     * @param runs how many runs
     */
    Fourier(int size, int runs) {
        rows = 1 << Integer.numberOfTrailingZeros(size) / 2;
        columns = size / rows;
        inRe = new float[rows][runs * columns];
        inIm = new float[rows][runs * columns];
        turnedRe = new float[columns][runs * rows];
        turnedIm = new float[columns][runs * rows];
        // Butterflies leave row k where its bits read backwards; the rows themselves never move.
        middleRe = backwards(inRe);
        middleIm = backwards(inIm);
        outRe = backwards(turnedRe);
        outIm = backwards(turnedIm);
        circleRe = new float[size];
        circleIm = new float[size];
        for (int i = 0; i < size; i++) {
            circleRe[i] = (float) Math.cos(2 * Math.PI * i / size);
            circleIm[i] = (float) -Math.sin(2 * Math.PI * i / size);
        }
        turnRe = new float[rows][runs * columns];
        turnIm = new float[rows][runs * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < runs * columns; column++) {
                turnRe[row][column] = circleRe[row * (column % columns)];
                turnIm[row][column] = circleIm[row * (column % columns)];
            }
        }
    }

    /** Returns the columns of one run before a transform, C. */
    int columnsIn() {
        return columns;
    }

    /** Returns the columns of one run after a transform, R. */
    int columnsOut() {
        return rows;
    }

    /** Rows to write real parts to before a transform; overwritten by it. */
    float[][] inRe() {
        return inRe;
    }

    /** The same for imaginary parts. */
    float[][] inIm() {
        return inIm;
    }

    /** Rows of real parts after a transform. */
    float[][] outRe() {
        return outRe;
    }

    /** The same for imaginary parts. */
    float[][] outIm() {
        return outIm;
    }

    void transform() {
        columns(inRe, inIm);
        for (int row = 0; row < middleRe.length; row++) {
            turn(middleRe[row], middleIm[row], turnRe[row], turnIm[row]);
            spread(middleRe[row], turnedRe, row);
            spread(middleIm[row], turnedIm, row);
        }
        columns(turnedRe, turnedIm);
    }

    /** Transforms every column in place. */
    private void columns(float[][] re, float[][] im) {
        for (int half = re.length / 2; half > 0; half /= 2) {
            int step = circleRe.length / (2 * half);
            for (int block = 0; block < re.length; block += 2 * half) {
                for (int p = 0; p < half; p++) {
                    int a = block + p;
                    int b = a + half;
                    cross(re[a], im[a], re[b], im[b]);
                    if (p > 0) {
                        turn(re[b], im[b], circleRe[p * step], circleIm[p * step]);
                    }
                }
            }
        }
    }

    private static void cross(float[] aRe, float[] aIm, float[] bRe, float[] bIm) {
        for (int i = 0; i < aRe.length; i++) {
            float ar = aRe[i];
            float ai = aIm[i];
            float br = bRe[i];
            float bi = bIm[i];
            aRe[i] = ar + br;
            aIm[i] = ai + bi;
            bRe[i] = ar - br;
            bIm[i] = ai - bi;
        }
    }

    private static void turn(float[] re, float[] im, float cos, float sin) {
        for (int i = 0; i < re.length; i++) {
            float r = re[i];
            float m = im[i];
            re[i] = cos * r - sin * m;
            im[i] = cos * m + sin * r;
        }
    }

    private static void turn(float[] re, float[] im, float[] cos, float[] sin) {
        for (int i = 0; i < re.length; i++) {
            float r = re[i];
            float m = im[i];
            re[i] = cos[i] * r - sin[i] * m;
            im[i] = cos[i] * m + sin[i] * r;
        }
    }

    private void spread(float[] row, float[][] into, int column) {
        for (int i = 0; i < columns; i++) {
            float[] to = into[i];
            for (int from = i, at = column; from < row.length; from += columns, at += rows) {
                to[at] = row[from];
            }
        }
    }

    private static float[][] backwards(float[][] rows) {
        int bits = Integer.numberOfTrailingZeros(rows.length);
        float[][] turned = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            turned[i] = rows[bits == 0 ? 0 : Integer.reverse(i) >>> (32 - bits)];
        }
        return turned;
    }
}
