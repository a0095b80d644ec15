// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.picture;

/** Something flat that a camera of the tests films. */
@FunctionalInterface
public interface Still {

    /** Returns the value of plane 0 (luma), 1 or 2 at a place in pixels of the luma, 0..255; defined everywhere. */
    double at(int plane, double x, double y);

    /** Returns the still a picture shows, mirrored at its edges, so that a camera never leaves it. */
    static Still mirrored(Picture picture) {
        return (plane, x, y) -> {
            if (plane == 0) {
                return sample(picture.luma, picture.width, picture.height, x, y);
            }
            byte[] values = plane == 1 ? picture.u : picture.v;
            return sample(values, picture.chromaWidth, picture.chromaHeight, x / 2, y / 2);
        };
    }

    private static double sample(byte[] values, int width, int height, double x, double y) {
        double fx = fold(x, width);
        double fy = fold(y, height);
        int x0 = (int) fx;
        int y0 = (int) fy;
        int x1 = Math.min(x0 + 1, width - 1);
        int y1 = Math.min(y0 + 1, height - 1);
        double top = mix(values[y0 * width + x0] & 0xff, values[y0 * width + x1] & 0xff, fx - x0);
        double bottom = mix(values[y1 * width + x0] & 0xff, values[y1 * width + x1] & 0xff, fx - x0);
        return mix(top, bottom, fy - y0);
    }

    private static double fold(double value, int size) {
        double period = 2.0 * (size - 1);
        double in = value - Math.floor(value / period) * period;
        return in <= size - 1 ? in : period - in;
    }

    private static double mix(double a, double b, double share) {
        return a + (b - a) * share;
    }
}
