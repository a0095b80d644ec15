// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

/**
 * Equally spaced frames: phase + n * period.
 *
 * @param phase frame of line 0
 * @param period frames between two lines; more than 0
 */
record Grid(double phase, double period) {

    double at(long n) {
        return phase + n * period;
    }

    long index(double frame) {
        return Math.round((frame - phase) / period);
    }

    double nearest(double frame) {
        return at(index(frame));
    }

    /** Returns the grid moved later by a share of its period. */
    Grid shifted(double share) {
        return new Grid(phase + share * period, period);
    }

    /** Returns the lines between two frames; one a quarter of a beat early counts, for attacks are heard before they are loud. */
    double[] between(double first, double last) {
        long from = (long) Math.ceil((Math.max(0, first - period / 4) - phase) / period);
        long to = (long) Math.floor((last - phase) / period);
        double[] beats = new double[(int) Math.max(0, to - from + 1)];
        for (int i = 0; i < beats.length; i++) {
            beats[i] = at(from + i);
        }
        return beats;
    }
}
