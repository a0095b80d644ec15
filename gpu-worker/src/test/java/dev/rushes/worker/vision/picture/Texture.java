// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.picture;

import java.util.SplittableRandom;

/** A colourful still with structure at every scale, from a seed; filmed by looking at a moving window of it. */
public final class Texture {

    static final int SIZE = 1024;

    private final float[][] planes = new float[3][SIZE * SIZE];

    /** Draws a texture of its own for each seed. */
    public Texture(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int plane = 0; plane < 3; plane++) {
            float amplitude = plane == 0 ? 60 : 30;
            for (int cell = 256; cell >= 4; cell /= 2) {
                octave(planes[plane], cell, amplitude, random);
                amplitude *= plane == 0 ? 0.7f : 0.5f;
            }
        }
    }

    private static void octave(float[] plane, int cell, float amplitude, SplittableRandom random) {
        int n = SIZE / cell;
        float[] nodes = new float[n * n];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = (float) ((random.nextDouble() - 0.5) * 2 * amplitude);
        }
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int cx = x / cell;
                int cy = y / cell;
                float fx = (float) (x % cell) / cell;
                float fy = (float) (y % cell) / cell;
                float top = mix(nodes[cy * n + cx], nodes[cy * n + (cx + 1) % n], fx);
                float bottom = mix(nodes[(cy + 1) % n * n + cx], nodes[(cy + 1) % n * n + (cx + 1) % n], fx);
                plane[y * SIZE + x] += mix(top, bottom, fy);
            }
        }
    }

    private static float mix(float a, float b, float share) {
        return a + (b - a) * share;
    }

    /** Returns the value of a plane, 0..255, between pixels too; the still repeats beyond its edges. */
    public double at(int plane, double x, double y) {
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        float fx = (float) (x - x0);
        float fy = (float) (y - y0);
        float[] p = planes[plane];
        int xa = x0 & SIZE - 1;
        int xb = x0 + 1 & SIZE - 1;
        int ya = (y0 & SIZE - 1) * SIZE;
        int yb = (y0 + 1 & SIZE - 1) * SIZE;
        return 126 + mix(mix(p[ya + xa], p[ya + xb], fx), mix(p[yb + xa], p[yb + xb], fx), fy);
    }

    /** Returns a picture whose middle shows (x, y); {@code zoom} above 1 is nearer. */
    public Picture look(double x, double y, double zoom) {
        Picture picture = new Picture(144, 256);
        for (int row = 0; row < 256; row++) {
            for (int column = 0; column < 144; column++) {
                picture.luma[row * 144 + column] = sample(at(0, x + (column - 72) / zoom, y + (row - 128) / zoom));
            }
        }
        for (int row = 0; row < 128; row++) {
            for (int column = 0; column < 72; column++) {
                picture.u[row * 72 + column] = sample(at(1, x + (2 * column - 72) / zoom, y + (2 * row - 128) / zoom));
                picture.v[row * 72 + column] = sample(at(2, x + (2 * column - 72) / zoom, y + (2 * row - 128) / zoom));
            }
        }
        return picture;
    }

    /** Returns a value as a pixel holds it, rounded and kept within 16..235. */
    public static byte sample(double value) {
        return (byte) Math.clamp(Math.round(value), 16, 235);
    }

    /** Returns the pixel-wise mix of two pictures: 0 gives {@code a}, 1 gives {@code b}. */
    public static Picture mix(Picture a, Picture b, double share) {
        Picture mixed = a.copy();
        mix(a.luma, b.luma, mixed.luma, share);
        mix(a.u, b.u, mixed.u, share);
        mix(a.v, b.v, mixed.v, share);
        return mixed;
    }

    private static void mix(byte[] a, byte[] b, byte[] to, double share) {
        for (int i = 0; i < a.length; i++) {
            to[i] = sample((a[i] & 0xff) + ((b[i] & 0xff) - (a[i] & 0xff)) * share);
        }
    }

    /** Returns a picture of one luma without colour. */
    public static Picture flat(int luma) {
        Picture picture = new Picture(144, 256);
        java.util.Arrays.fill(picture.luma, (byte) luma);
        return picture;
    }

    /** Returns the luma blurred by repeated box means. */
    public static Picture blurred(Picture picture, int radius) {
        Picture result = picture.copy();
        for (int pass = 0; pass < 3; pass++) {
            box(result.luma, result.width, result.height, radius);
        }
        return result;
    }

    private static void box(byte[] luma, int width, int height, int radius) {
        byte[] source = luma.clone();
        byte[] between = luma.clone();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int sum = 0;
                for (int d = -radius; d <= radius; d++) {
                    sum += source[y * width + Math.clamp(x + d, 0, width - 1)] & 0xff;
                }
                between[y * width + x] = (byte) (sum / (2 * radius + 1));
            }
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int sum = 0;
                for (int d = -radius; d <= radius; d++) {
                    sum += between[Math.clamp(y + d, 0, height - 1) * width + x] & 0xff;
                }
                luma[y * width + x] = (byte) (sum / (2 * radius + 1));
            }
        }
    }
}
