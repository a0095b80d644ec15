// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.motion;

import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.worker.vision.picture.Exposure;
import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.Still;
import dev.rushes.worker.vision.picture.Texture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A camera path over a still whose class is known because it was made: speeds are drawn from the ranges that the classes are
 * defined by, with a gap of a quarter at the borders between two. Half of the moves are made by hand. A take may have
 * a subject in front, cut from another still, that walks, sways, turns or comes nearer by itself.
 */
final class MadeTake {

    private static final double FPS = 15;
    private static final double SECONDS = 2.4;
    /** Places of a still that are tried; the one with the most to see is filmed: nobody can tell how a blank wall moves. */
    private static final int PLACES = 6;

    private static final int LONG_SIDE = 256;
    private static final int SHORT_SIDE = 144;
    /** Shares of a picture's time in which the shutter is open, for takes that smear. */
    private static final double[] EXPOSURE = {-0.2, 0, 0.2};

    /** Standard deviation of the grain: a sensor with 5 after scaling from 1920 to 256 pixels by area. */
    private static final double NOISE = 0.7;

    private final CameraMotion truth;
    private double noise = NOISE;
    private final SplittableRandom random;
    private final boolean upright;
    private final double[] places = new double[2 * PLACES];
    private final double speedX;
    private final double speedY;
    private final double zoomRate;
    private final Sway sway;
    private final @Nullable Subject subject;

    /** Draws a take of a class from a seed. */
    MadeTake(CameraMotion truth, boolean withSubject, long seed) {
        this.truth = truth;
        this.random = new SplittableRandom(seed);
        this.upright = random.nextBoolean();
        for (int i = 0; i < places.length; i++) {
            places[i] = random.nextDouble(2000);
        }
        double speed = switch (truth) {
            case SLOW_PAN -> random.nextDouble(0.06, 0.26);
            case FAST_PAN -> random.nextDouble(0.42, 1.1);
            default -> 0;
        };
        double direction = random.nextDouble(2 * Math.PI);
        this.speedX = speed * Math.cos(direction);
        this.speedY = speed * Math.sin(direction);
        double rate = random.nextDouble(0.05, 0.4);
        this.zoomRate = switch (truth) {
            case ZOOM_IN -> rate;
            case ZOOM_OUT -> -rate;
            default -> 0;
        };
        boolean byHand = random.nextBoolean();
        double shake = switch (truth) {
            case STATIC -> 0;
            case HANDHELD -> random.nextDouble(0.06, 0.25);
            default -> byHand ? 0.02 : 0;
        };
        this.sway = new Sway(random, shake);
        this.subject = withSubject ? new Subject(random, upright) : null;
    }

    /** Leaves the sensor's grain out, as an encoder does where nothing moves. */
    MadeTake withoutGrain() {
        noise = 0;
        return this;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s%s, pan %.2f %.2f zoom %.2f shake %.2f%s",
                truth.word(),
                upright ? " upright" : "",
                speedX,
                speedY,
                zoomRate,
                sway.speed,
                subject == null ? "" : "; subject " + subject);
    }

    /** Returns what the estimator measures on the take, fifteen pictures a second. */
    List<Sample> film(Still background, Still front, MotionEstimator estimator) {
        List<Sample> samples = new ArrayList<>();
        Place place = place(background);
        Picture last = null;
        for (int i = 0; i < SECONDS * FPS; i++) {
            Picture now = picture(background, front, place, i);
            Motion motion = last == null ? Motion.none(1 / FPS) : estimator.estimate(last, now);
            samples.add(new Sample(now.seconds, motion, Exposure.of(now), 0.3, 5, 0.3));
            last = now;
        }
        return samples;
    }

    private record Place(double x, double y) {}

    private Place place(Still background) {
        Place best = new Place(places[0], places[1]);
        double most = -1;
        for (int i = 0; i < places.length; i += 2) {
            double texture = 0;
            for (int k = 0; k < 400; k++) {
                double px = places[i] + (k % 20 - 10) * 12;
                double py = places[i + 1] + (Math.floorDiv(k, 20) - 10) * 12;
                texture += Math.min(8, Math.abs(background.at(0, px, py) - background.at(0, px + 2, py + 2)));
            }
            if (texture > most) {
                most = texture;
                best = new Place(places[i], places[i + 1]);
            }
        }
        return best;
    }

    private Picture picture(Still background, Still front, Place place, int index) {
        int width = upright ? SHORT_SIDE : LONG_SIDE;
        int height = upright ? LONG_SIDE : SHORT_SIDE;
        Picture picture = new Picture(width, height);
        picture.seconds = index / FPS;
        boolean smears = truth == CameraMotion.FAST_PAN || truth == CameraMotion.HANDHELD;
        double[] opened = smears ? EXPOSURE : new double[] {0};
        double[] light = new double[width * height];
        for (double share : opened) {
            expose(background, front, place, (index + share) / FPS, light);
        }
        SplittableRandom grain = new SplittableRandom(index * 7919L + width);
        for (int i = 0; i < light.length; i++) {
            picture.luma[i] = Texture.sample(light[i] / opened.length + noise * (grain.nextDouble() * 2 - 1) * 1.7);
        }
        return picture;
    }

    private void expose(Still background, Still front, Place place, double t, double[] light) {
        int width = upright ? SHORT_SIDE : LONG_SIDE;
        int height = light.length / width;
        double scale = Math.exp(-zoomRate * (t - SECONDS / 2));
        double roll = sway.roll(t);
        double cx = place.x + LONG_SIDE * (speedX * (t - SECONDS / 2) + sway.x(t));
        double cy = place.y + LONG_SIDE * (speedY * (t - SECONDS / 2) + sway.y(t));
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                double px = column - width / 2.0;
                double py = row - height / 2.0;
                double value = background.at(0, cx + scale * (px - roll * py), cy + scale * (py + roll * px));
                if (subject != null) {
                    value = subject.over(value, front, px, py, t, this);
                }
                light[row * width + column] += value;
            }
        }
    }

    /** How a hand moves the camera: slow sway, breath and tremor, in longer sides. */
    private static final class Sway {
        private final double[] hertz = {0.35, 0.8, 1.6, 3.1, 4.9};
        private final double[] share = {0.35, 0.45, 0.5, 0.45, 0.35};
        private final double[] phase = new double[2 * hertz.length];
        private final double speed;

        /** Makes a sway of a root mean square speed in longer sides a second. */
        Sway(SplittableRandom random, double speed) {
            this.speed = speed;
            for (int i = 0; i < phase.length; i++) {
                phase[i] = random.nextDouble(2 * Math.PI);
            }
        }

        double x(double t) {
            return at(t, 0);
        }

        double y(double t) {
            return at(t, hertz.length);
        }

        double roll(double t) {
            return speed * 0.1 * Math.sin(2 * Math.PI * 0.9 * t + phase[0]);
        }

        private double at(double t, int from) {
            double sum = 0;
            for (int i = 0; i < hertz.length; i++) {
                sum += share[i] / (2 * Math.PI * hertz[i]) * Math.sin(2 * Math.PI * hertz[i] * t + phase[from + i]);
            }
            return speed * sum * 1.05; // the shares' squares add up to 0.9: one axis has half of the square
        }
    }

    /** Something with a soft outline in front of the still that moves by itself. */
    private static final class Subject {
        private final double halfWidth;
        private final double halfHeight;
        private final double x;
        private final double y;
        private final double speedX;
        private final double speedY;
        private final double swing;
        private final double hertz;
        private final double growth;
        private final double turn;
        private final boolean followed;

        Subject(SplittableRandom random, boolean upright) {
            double width = upright ? SHORT_SIDE : LONG_SIDE;
            double height = upright ? LONG_SIDE : SHORT_SIDE;
            // 5 to 35 % of the picture
            double area = random.nextDouble(0.05, 0.35) * width * height;
            double slim = random.nextDouble(0.35, 1);
            this.halfHeight = Math.min(height / 2, Math.sqrt(area / Math.PI / slim));
            this.halfWidth = area / Math.PI / halfHeight;
            this.followed = random.nextBoolean();
            int kind = random.nextInt(4);
            double speed = kind == 0 ? random.nextDouble(0.06, 0.35) : 0;
            double side = random.nextBoolean() ? 1 : -1;
            this.speedX = LONG_SIDE * speed * side;
            this.speedY = LONG_SIDE * speed * random.nextDouble(-0.3, 0.3);
            this.x = random.nextDouble(-0.2, 0.2) * width - speedX * SECONDS / 2;
            this.y = random.nextDouble(-0.1, 0.1) * height - speedY * SECONDS / 2;
            this.swing = kind == 1 || kind == 2 ? LONG_SIDE * random.nextDouble(0.02, 0.09) : 0;
            this.hertz = random.nextDouble(0.5, 1.6);
            this.growth = kind == 3 ? random.nextDouble(0.1, 0.3) : 0;
            this.turn = kind == 2 ? LONG_SIDE * random.nextDouble(0.05, 0.3) : 0;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%.0fx%.0f speed %.0f swing %.0f at %.1f Hz, growth %.2f turn %.0f%s",
                    2 * halfWidth,
                    2 * halfHeight,
                    speedX,
                    swing,
                    hertz,
                    growth,
                    turn,
                    followed ? " followed" : "");
        }

        double over(double behind, Still front, double px, double py, double t, MadeTake take) {
            double swung = swing * Math.sin(2 * Math.PI * hertz * t);
            double worldX = followed ? 0 : LONG_SIDE * (take.speedX * (t - SECONDS / 2) + take.sway.x(t));
            double worldY = followed ? 0 : LONG_SIDE * (take.speedY * (t - SECONDS / 2) + take.sway.y(t));
            double grown = Math.exp((growth + take.zoomRate) * (t - SECONDS / 2));
            double dx = (px + worldX - x - speedX * t - swung) / grown;
            double dy = (py + worldY - y - speedY * t) / grown;
            double inside = 1 - Math.hypot(dx / halfWidth, dy / halfHeight);
            double share = Math.clamp(inside * 12, 0, 1);
            return share == 0 ? behind : behind + share * (front.at(0, 900 + dx + turn * t, 700 + dy) - behind);
        }
    }
}
