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
        for (int row = 0; row < rows; row += 2) {
            spread(row);
        }
        columns(turnedRe, turnedIm);
    }

    /** Transforms every column in place, two steps of halving at a time. */
    private void columns(float[][] re, float[][] im) {
        int half = re.length / 2;
        for (; half > 1; half /= 4) {
            int quarter = half / 2;
            int step = circleRe.length / (2 * half);
            for (int block = 0; block < re.length; block += 2 * half) {
                for (int p = 0; p < quarter; p++) {
                    int a = block + p;
                    int b = a + quarter;
                    int c = a + half;
                    int d = b + half;
                    if (p == 0) {
                        cross(re[a], im[a], re[b], im[b], re[c], im[c], re[d], im[d]);
                    } else {
                        int at = p * step;
                        cross(
                                new float[][] {re[a], im[a], re[b], im[b], re[c], im[c], re[d], im[d]},
                                circleRe[at],
                                circleIm[at],
                                circleRe[2 * at],
                                circleIm[2 * at],
                                circleRe[3 * at],
                                circleIm[3 * at]);
                    }
                }
            }
        }
        for (int a = 0; half == 1 && a < re.length; a += 2) {
            cross(re[a], im[a], re[a + 1], im[a + 1]);
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

    /** Four rows that need no turn. */
    private static void cross(
            float[] aRe, float[] aIm, float[] bRe, float[] bIm, float[] cRe, float[] cIm, float[] dRe, float[] dIm) {
        for (int i = 0; i < aRe.length; i++) {
            float acRe = aRe[i] + cRe[i];
            float acIm = aIm[i] + cIm[i];
            float bdRe = bRe[i] + dRe[i];
            float bdIm = bIm[i] + dIm[i];
            float evenRe = aRe[i] - cRe[i];
            float evenIm = aIm[i] - cIm[i];
            // A quarter of the circle back: times -i.
            float oddRe = bIm[i] - dIm[i];
            float oddIm = dRe[i] - bRe[i];
            aRe[i] = acRe + bdRe;
            aIm[i] = acIm + bdIm;
            bRe[i] = acRe - bdRe;
            bIm[i] = acIm - bdIm;
            cRe[i] = evenRe + oddRe;
            cIm[i] = evenIm + oddIm;
            dRe[i] = evenRe - oddRe;
            dIm[i] = evenIm - oddIm;
        }
    }

    /** The same and then a turn of all but the first; rows are real and imaginary parts in turn. */
    private static void cross(float[][] rows, float cos1, float sin1, float cos2, float sin2, float cos3, float sin3) {
        float[] aRe = rows[0];
        float[] aIm = rows[1];
        float[] bRe = rows[2];
        float[] bIm = rows[3];
        float[] cRe = rows[4];
        float[] cIm = rows[5];
        float[] dRe = rows[6];
        float[] dIm = rows[7];
        for (int i = 0; i < aRe.length; i++) {
            float acRe = aRe[i] + cRe[i];
            float acIm = aIm[i] + cIm[i];
            float bdRe = bRe[i] + dRe[i];
            float bdIm = bIm[i] + dIm[i];
            float evenRe = aRe[i] - cRe[i];
            float evenIm = aIm[i] - cIm[i];
            float oddRe = bIm[i] - dIm[i];
            float oddIm = dRe[i] - bRe[i];
            aRe[i] = acRe + bdRe;
            aIm[i] = acIm + bdIm;
            float re = acRe - bdRe;
            float im = acIm - bdIm;
            bRe[i] = cos2 * re - sin2 * im;
            bIm[i] = cos2 * im + sin2 * re;
            re = evenRe + oddRe;
            im = evenIm + oddIm;
            cRe[i] = cos1 * re - sin1 * im;
            cIm[i] = cos1 * im + sin1 * re;
            re = evenRe - oddRe;
            im = evenIm - oddIm;
            dRe[i] = cos3 * re - sin3 * im;
            dIm[i] = cos3 * im + sin3 * re;
        }
    }

    /** Turns a row and the next number by number and makes them columns: two at a time, for neighbors share a cache line. */
    private void spread(int row) {
        float[] re = middleRe[row];
        float[] im = middleIm[row];
        float[] cos = turnRe[row];
        float[] sin = turnIm[row];
        float[] nextRe = middleRe[row + 1];
        float[] nextIm = middleIm[row + 1];
        float[] nextCos = turnRe[row + 1];
        float[] nextSin = turnIm[row + 1];
        for (int i = 0; i < columns; i++) {
            float[] toRe = turnedRe[i];
            float[] toIm = turnedIm[i];
            for (int from = i, at = row; from < re.length; from += columns, at += rows) {
                // Read before the first write: the quick compiler cannot know that a row written to is not one read
                // from.
                float a = re[from];
                float b = im[from];
                float c = cos[from];
                float s = sin[from];
                float nextA = nextRe[from];
                float nextB = nextIm[from];
                float nextC = nextCos[from];
                float nextS = nextSin[from];
                toRe[at] = c * a - s * b;
                toIm[at] = c * b + s * a;
                toRe[at + 1] = nextC * nextA - nextS * nextB;
                toIm[at + 1] = nextC * nextB + nextS * nextA;
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
