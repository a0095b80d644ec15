// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.Still;
import dev.rushes.worker.vision.picture.Texture;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A finished video of shots over stills, made from a seed, whose changes of shot are known to the frame: hard cuts and
 * dissolves, and inside the shots flashes, strobes and lightning, which are none. 30 pictures a second.
 */
final class MadeEdit {

    /** What light does inside a shot; never a change of shot. */
    enum Light {
        /** Nothing. */
        STEADY,
        /** One to four white pictures. */
        WHITE_FLASH,
        /** A camera's flash: brightest near its middle, gone in a few pictures. */
        CAMERA_FLASH,
        /** A part of the picture goes white. */
        PARTIAL_FLASH,
        /** Light goes on and off several times a second. */
        STROBE,
        /** As strobe, between the picture and black, or a colour. */
        DARK_STROBE,
        /** Two to four uneven bursts that fade out. */
        LIGHTNING,
        /** Light goes up or down for good; the scene can still be seen. */
        SWITCH
    }

    private static final int WIDTH = 144;
    private static final int HEIGHT = 256;
    private static final int LEAST_CLEAR = 22;

    private final List<Picture> pictures = new ArrayList<>();
    private final List<Integer> hard = new ArrayList<>();
    private final List<int[]> soft = new ArrayList<>();
    private final List<int[]> lit = new ArrayList<>();
    private final SplittableRandom random;

    /** Makes an edit of {@code shots} shots over stills that all differ; lights come from {@code lights} in turn. */
    MadeEdit(List<Still> stills, int shots, List<Light> lights, long seed) {
        random = new SplittableRandom(seed);
        int[] overlap = new int[shots + 1];
        for (int i = 1; i < shots; i++) {
            overlap[i] = random.nextInt(4) == 0 ? random.nextInt(8, 21) : 0;
        }
        List<Picture> before = List.of();
        for (int i = 0; i < shots; i++) {
            int clear = LEAST_CLEAR + random.nextInt(45);
            Still still = stills.get((int) ((seed * 7 + i) % stills.size()));
            List<Picture> shot = shot(still, overlap[i] + clear + overlap[i + 1]);
            light(shot, lights.get(i % lights.size()), overlap[i] + 4, clear - 8);
            if (overlap[i] > 0) {
                dissolve(before, shot, overlap[i]);
            } else {
                if (i > 0) {
                    hard.add(pictures.size());
                }
                pictures.addAll(shot);
            }
            before = shot;
        }
    }

    private void dissolve(List<Picture> before, List<Picture> shot, int overlap) {
        int from = pictures.size() - overlap;
        soft.add(new int[] {from, from + overlap});
        for (int k = 0; k < overlap; k++) {
            Picture mixed =
                    Texture.mix(before.get(before.size() - overlap + k), shot.get(k), (k + 1.0) / (overlap + 1));
            pictures.set(from + k, mixed);
        }
        pictures.addAll(shot.subList(overlap, shot.size()));
    }

    private List<Picture> shot(Still still, int length) {
        double x = random.nextDouble(2000);
        double y = random.nextDouble(2000);
        double speed = random.nextInt(3) == 0 ? random.nextDouble(1, 6) : random.nextDouble(0, 1);
        double direction = random.nextDouble(2 * Math.PI);
        double zoom = random.nextInt(3) == 0 ? random.nextDouble(-0.006, 0.006) : 0;
        double shake = random.nextInt(3) == 0 ? random.nextDouble(0.3, 1.5) : 0;
        List<Picture> shot = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            double cx = x + i * speed * Math.cos(direction) + shake * Math.sin(i * 0.9) * 2;
            double cy = y + i * speed * Math.sin(direction) + shake * Math.sin(i * 0.7 + 1) * 2;
            shot.add(look(still, cx, cy, Math.exp(zoom * i), 31L * i + (long) x));
        }
        return shot;
    }

    private static Picture look(Still still, double x, double y, double scale, long grainSeed) {
        Picture picture = new Picture(WIDTH, HEIGHT);
        SplittableRandom grain = new SplittableRandom(grainSeed);
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                double value = still.at(0, x + scale * (column - 72), y + scale * (row - 128));
                picture.luma[row * WIDTH + column] = Texture.sample(value + 3 * (grain.nextDouble() - 0.5));
            }
        }
        for (int row = 0; row < HEIGHT / 2; row++) {
            for (int column = 0; column < WIDTH / 2; column++) {
                double px = x + scale * (2 * column - 72);
                double py = y + scale * (2 * row - 128);
                picture.u[row * WIDTH / 2 + column] = Texture.sample(still.at(1, px, py));
                picture.v[row * WIDTH / 2 + column] = Texture.sample(still.at(2, px, py));
            }
        }
        return picture;
    }

    /** Puts a light into the pictures from {@code from} on, of which {@code room} may be used. */
    private void light(List<Picture> shot, Light light, int from, int room) {
        int start = pictures.size() + from;
        switch (light) {
            case STEADY -> {}
            case WHITE_FLASH -> {
                int length = random.nextInt(1, 5);
                double most = random.nextDouble(0.6, 1);
                int at = from + random.nextInt(Math.max(1, room - length));
                for (int k = 0; k < length; k++) {
                    whiten(shot.get(at + k), most, 1e6);
                }
            }
            case CAMERA_FLASH -> {
                int at = from + random.nextInt(Math.max(1, room - 4));
                double left = random.nextDouble(0.5, 1);
                for (int k = 0; k < 4; k++) {
                    whiten(shot.get(at + k), left, random.nextDouble(80, 200));
                    left *= random.nextDouble(0.25, 0.55);
                }
            }
            case PARTIAL_FLASH -> {
                int at = from + random.nextInt(Math.max(1, room - 4));
                double reach = random.nextDouble(30, 90);
                for (int k = 0; k < random.nextInt(1, 5); k++) {
                    whiten(shot.get(at + k), 1, reach);
                }
            }
            case STROBE, DARK_STROBE -> {
                int on = random.nextInt(1, 4);
                int off = random.nextInt(1, 4);
                double most = random.nextDouble(0.6, 1);
                int tint = random.nextInt(3);
                for (int k = 0; k < Math.min(room, 24); k++) {
                    if (k % (on + off) < on) {
                        if (light == Light.STROBE) {
                            whiten(shot.get(from + k), most, 1e6);
                        } else {
                            darken(shot.get(from + k), most, tint);
                        }
                    }
                }
            }
            case LIGHTNING -> {
                double[] glow = new double[Math.max(0, room)];
                for (int burst = random.nextInt(2, 5); burst > 0; burst--) {
                    double left = random.nextDouble(0.3, 0.95);
                    for (int k = random.nextInt(Math.max(1, glow.length - 6)); k < glow.length; k++) {
                        glow[k] = Math.max(glow[k], left);
                        left *= random.nextDouble(0.45, 0.85);
                    }
                }
                for (int k = 0; k < glow.length; k++) {
                    whiten(shot.get(from + k), glow[k], 1e6);
                }
            }
            case SWITCH -> {
                double gain = random.nextBoolean() ? random.nextDouble(0.35, 0.6) : random.nextDouble(1.3, 1.6);
                for (int k = from; k < shot.size(); k++) {
                    amplify(shot.get(k), gain);
                }
            }
        }
        if (light != Light.STEADY) {
            lit.add(new int[] {start, start + room});
        }
    }

    /** Moves the picture towards white around a place near its middle; {@code reach} is the falloff in pixels. */
    private void whiten(Picture picture, double share, double reach) {
        double cx = WIDTH * 0.4;
        double cy = HEIGHT * 0.35;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double d = Math.hypot(x - cx, y - cy) / reach;
                double white = share / (1 + d * d);
                towards(picture.luma, y * WIDTH + x, 235, white);
                if (x % 2 == 0 && y % 2 == 0) {
                    int at = y / 2 * WIDTH / 2 + x / 2;
                    towards(picture.u, at, 128, white);
                    towards(picture.v, at, 128, white);
                }
            }
        }
    }

    private static void darken(Picture picture, double share, int tint) {
        for (int i = 0; i < picture.luma.length; i++) {
            towards(picture.luma, i, tint == 0 ? 16 : 60, share);
        }
        for (int i = 0; i < picture.u.length; i++) {
            towards(picture.u, i, tint == 1 ? 200 : 128, share);
            towards(picture.v, i, tint == 2 ? 210 : 128, share);
        }
    }

    private static void amplify(Picture picture, double gain) {
        for (int i = 0; i < picture.luma.length; i++) {
            picture.luma[i] = Texture.sample(16 + ((picture.luma[i] & 0xff) - 16) * gain);
        }
    }

    private static void towards(byte[] values, int at, int target, double share) {
        values[at] = Texture.sample((values[at] & 0xff) + (target - (values[at] & 0xff)) * share);
    }

    List<Picture> pictures() {
        return pictures;
    }

    /** Returns the first frames of new shots after hard cuts. */
    List<Integer> hard() {
        return hard;
    }

    /** Returns the spans of dissolves: first mixed frame, first frame after. */
    List<int[]> soft() {
        return soft;
    }

    /** Returns the spans in which light plays. */
    List<int[]> lit() {
        return lit;
    }
}
