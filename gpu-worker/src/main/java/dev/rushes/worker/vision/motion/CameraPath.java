// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.motion;

import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.editorial.footage.Curve;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells wanted camera moves from shake: the path smoothed over half a second is the move, what is left is jitter. Speeds
 * are in longer sides of the picture a second. Thresholds were measured on 456 made and 67 real clips.
 */
public final class CameraPath {

    private static final double SMOOTH_SECONDS = 0.5;
    private static final double ZOOM_RATE = 0.03;
    private static final double STEADY_SHARE = 0.6;
    private static final double PAN_SPEED = 0.045;
    private static final double FAST_SPEED = 0.33;
    private static final double HANDHELD_JITTER = 0.03;
    private static final double HANDHELD_SPEED = 0.045;
    /** Jitter at which half the steadiness is gone; between hand-held phones (0.05) and unwatchable shake (0.6). */
    private static final double HALF_STEADY = 0.28;
    /** Speed at which intensity reaches 63 %. */
    private static final double LIVELY_SPEED = 0.22;

    private static final double CURVE_HOP_SECONDS = 0.1;

    private final double[] seconds;
    private final double[] elapsed;
    private final double[] vx;
    private final double[] vy;
    private final double[] zoom;
    private final double[] smoothX;
    private final double[] smoothY;
    private final double[] jitter;
    private final double[] intensity;

    /** Makes the path of samples without a cut between them; the first sample's motion is left out. */
    public CameraPath(List<Sample> samples) {
        int n = Math.max(0, samples.size() - 1);
        seconds = new double[n];
        elapsed = new double[n];
        vx = new double[n];
        vy = new double[n];
        zoom = new double[n];
        intensity = new double[n];
        double[] residual = new double[n];
        for (int i = 0; i < n; i++) {
            Sample sample = samples.get(i + 1);
            Motion motion = sample.motion();
            seconds[i] = sample.seconds();
            elapsed[i] = motion.elapsed();
            vx[i] = motion.dx() / motion.elapsed();
            vy[i] = motion.dy() / motion.elapsed();
            zoom[i] = motion.logScale() / motion.elapsed();
            residual[i] = motion.residual() / motion.elapsed();
        }
        smoothX = smooth(vx);
        smoothY = smooth(vy);
        jitter = new double[n];
        for (int i = 0; i < n; i++) {
            jitter[i] = Math.hypot(vx[i] - smoothX[i], vy[i] - smoothY[i]);
            double camera = Math.hypot(smoothX[i], smoothY[i]) + 0.3 * Math.abs(zoom[i]);
            intensity[i] = 1 - Math.exp(-(camera + 0.5 * jitter[i] + 2 * residual[i]) / LIVELY_SPEED);
        }
    }

    private double[] smooth(double[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            double weights = 0;
            for (int j = i; j >= 0 && seconds[i] - seconds[j] <= SMOOTH_SECONDS / 2; j--) {
                sum += values[j] * elapsed[j];
                weights += elapsed[j];
            }
            for (int j = i + 1; j < values.length && seconds[j] - seconds[i] <= SMOOTH_SECONDS / 2; j++) {
                sum += values[j] * elapsed[j];
                weights += elapsed[j];
            }
            result[i] = sum / weights;
        }
        return result;
    }

    /** Returns how camera and subject move over the whole path; static of an empty one. */
    public MotionSummary summary() {
        int n = seconds.length;
        if (n == 0) {
            return new MotionSummary(CameraMotion.STATIC, 0, 0, 0);
        }
        double path = 0, nx = 0, ny = 0, shaking = 0, zoomNet = 0, zoomPath = 0, total = 0, lively = 0;
        for (int i = 0; i < n; i++) {
            double share = elapsed[i];
            total += share;
            path += share * Math.hypot(smoothX[i], smoothY[i]);
            nx += share * smoothX[i];
            ny += share * smoothY[i];
            shaking += share * jitter[i] * jitter[i];
            zoomNet += share * zoom[i];
            zoomPath += share * Math.abs(zoom[i]);
            lively += share * intensity[i];
        }
        double pathSpeed = path / total;
        double netSpeed = Math.hypot(nx, ny) / total;
        double shake = Math.sqrt(shaking / total);
        double zoomRate = zoomNet / total;
        double zoomSteadiness = zoomPath == 0 ? 0 : Math.abs(zoomNet) / zoomPath;
        CameraMotion camera;
        // a zoom of rate r moves the picture's edge by r/2 longer sides a second
        if (Math.abs(zoomRate) > ZOOM_RATE
                && zoomSteadiness > STEADY_SHARE
                && Math.abs(zoomRate) / 2 > 0.6 * netSpeed) {
            camera = zoomRate > 0 ? CameraMotion.ZOOM_IN : CameraMotion.ZOOM_OUT;
        } else if (netSpeed > PAN_SPEED && netSpeed > STEADY_SHARE * pathSpeed) {
            camera = pathSpeed > FAST_SPEED ? CameraMotion.FAST_PAN : CameraMotion.SLOW_PAN;
        } else if (shake > HANDHELD_JITTER || pathSpeed > HANDHELD_SPEED) {
            camera = CameraMotion.HANDHELD;
        } else {
            camera = CameraMotion.STATIC;
        }
        return new MotionSummary(camera, lively / total, shakeScore(shake), zoomRate);
    }

    /** Returns 0 (steady) .. 1 for a root mean square jitter; strictly increasing. */
    static double shakeScore(double jitter) {
        double share = jitter / HALF_STEADY;
        return share * share / (1 + share * share);
    }

    /** Returns the shake around each sample but the first, over half a second either side. */
    public double[] localShake() {
        double[] squares = new double[jitter.length];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = jitter[i] * jitter[i];
        }
        double[] smoothed = smooth(smooth(squares));
        for (int i = 0; i < smoothed.length; i++) {
            smoothed[i] = shakeScore(Math.sqrt(smoothed[i]));
        }
        return smoothed;
    }

    /** Returns motion intensity over time from the first frame to {@code endSeconds}. */
    public Curve curve(double endSeconds) {
        if (seconds.length == 0) {
            return Curve.EMPTY;
        }
        int count = (int) Math.clamp((long) Math.ceil(endSeconds / CURVE_HOP_SECONDS), 1, 1_000_000);
        List<Double> values = new ArrayList<>(count);
        int at = 0;
        for (int i = 0; i < count; i++) {
            double time = (i + 0.5) * CURVE_HOP_SECONDS;
            while (at < seconds.length - 1 && seconds[at] < time) {
                at++;
            }
            values.add(Math.clamp(intensity[at], 0, 1));
        }
        return new Curve(CURVE_HOP_SECONDS, values);
    }
}
