// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import java.util.SplittableRandom;

/**
 * Plays a {@link SongPlan} on a handful of textbook instruments: drums from noise and swept sines, bass and chords from saw
 * waves behind a one-pole low-pass, a plucked lead with an echo. Every attack starts exactly on its beat. Same plan, same
 * samples.
 */
public final class SongSynth {

    /** Samples a second. */
    public static final int SAMPLE_RATE = 44_100;

    /** Roots of A minor, F, C and G in hertz, one bar each. */
    private static final double[] ROOTS = {110.0, 87.31, 130.81, 98.0};

    private static final boolean[] MINOR = {true, false, false, false};
    private static final int[] LEAD_STEPS = {0, 7, 12, 15, 12, 7, 10, 12};
    private static final double TAU = 2 * Math.PI;

    private final SongPlan plan;
    private final float[] left;
    private final float[] right;
    private final float[] noise = new float[1 << 16];

    private SongSynth(SongPlan plan) {
        this.plan = plan;
        int samples = (int) Math.ceil(plan.durationSeconds() * SAMPLE_RATE);
        left = new float[samples];
        right = new float[samples];
        var random = new SplittableRandom(7);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (random.nextDouble() * 2 - 1);
        }
    }

    /** Returns left and right channel, each sample -1..1. */
    public static float[][] play(SongPlan plan) {
        var synth = new SongSynth(plan);
        for (int bar = 0; bar < plan.bars(); bar++) {
            synth.playBar(bar);
        }
        synth.master();
        return new float[][] {synth.left, synth.right};
    }

    private void playBar(int bar) {
        SongPlan.Character character = plan.characterOf(bar);
        boolean fill = plan.isLastOfPart(bar);
        double root = ROOTS[bar % 4];
        boolean minor = MINOR[bar % 4];
        double at = plan.leadInSeconds() + bar * SongPlan.BEATS_PER_BAR * plan.beatSeconds();
        double bright = switch (character) {
            case INTRO, BREAK -> 0.25;
            case VERSE, OUTRO -> 0.35;
            case BUILD -> 0.5;
            case CHORUS -> 0.9;
        };
        pad(at, root, minor, bright, character == SongPlan.Character.CHORUS ? 0.10 : 0.075);
        boolean drums = character == SongPlan.Character.VERSE || character == SongPlan.Character.CHORUS;
        if (drums || character == SongPlan.Character.OUTRO) {
            bass(at, root, character == SongPlan.Character.CHORUS);
        }
        if (character == SongPlan.Character.CHORUS || character == SongPlan.Character.BREAK) {
            lead(at, root, character == SongPlan.Character.CHORUS ? 0.16 : 0.10);
        }
        for (int beat = 0; beat < SongPlan.BEATS_PER_BAR; beat++) {
            double now = at + beat * plan.beatSeconds();
            playBeat(character, fill, beat, now);
        }
        if (character == SongPlan.Character.CHORUS && bar > 0 && plan.characterOf(bar - 1) != character) {
            crash(at);
        }
    }

    private void playBeat(SongPlan.Character character, boolean fill, int beat, double now) {
        double half = plan.beatSeconds() / 2;
        switch (character) {
            case INTRO -> {
                kick(now, 0.55);
                hat(now + half, 0.05, 0.10);
            }
            case VERSE, CHORUS -> {
                double level = character == SongPlan.Character.CHORUS ? 1.0 : 0.85;
                kick(now, 0.85 * level);
                if (beat % 2 == 1) {
                    clap(now, 0.42 * level);
                }
                hat(now, 0.03, 0.07 * level);
                hat(now + half, 0.12, 0.13 * level);
                if (character == SongPlan.Character.CHORUS) {
                    hat(now + half / 2, 0.025, 0.06);
                    hat(now + half * 1.5, 0.025, 0.06);
                }
            }
            case BUILD -> {
                if (!fill) {
                    kick(now, 0.6);
                }
                int hits = fill ? 4 : 2;
                for (int i = 0; i < hits; i++) {
                    clap(now + i * plan.beatSeconds() / hits, 0.20 + 0.05 * beat);
                }
            }
            case BREAK -> hat(now + half, 0.10, 0.06);
            case OUTRO -> {
                kick(now, 0.6);
                hat(now + half, 0.08, 0.08);
            }
        }
    }

    private void kick(double at, double level) {
        double phase = 0;
        for (int i = 0, from = sample(at), n = (int) (0.28 * SAMPLE_RATE); i < n; i++) {
            double t = (double) i / SAMPLE_RATE;
            phase += TAU * (45 + 130 * Math.exp(-t * 38)) / SAMPLE_RATE;
            double click = i < 60 ? 0.5 * noise[i] * (1 - i / 60.0) : 0;
            add(from + i, level * (Math.sin(phase) * Math.exp(-t * 11) + click), 0);
        }
    }

    private void clap(double at, double level) {
        double low = 0;
        double band = 0;
        for (int i = 0, from = sample(at), n = (int) (0.20 * SAMPLE_RATE); i < n; i++) {
            double t = (double) i / SAMPLE_RATE;
            double source = noise[(i * 3 + 911) & 0xffff];
            low += 0.25 * (source - low);
            band = source - low;
            double bursts = t < 0.024 ? 0.6 + 0.4 * Math.exp(-(t % 0.008) * 400) : Math.exp(-(t - 0.024) * 24);
            add(from + i, level * (0.7 * band + 0.5 * low) * bursts, 0.15);
        }
    }

    private void hat(double at, double length, double level) {
        double previous = 0;
        for (int i = 0, from = sample(at), n = (int) (length * 2 * SAMPLE_RATE); i < n; i++) {
            double source = noise[(i * 7 + 4001) & 0xffff];
            double high = source - previous;
            previous = source;
            add(from + i, level * high * Math.exp(-i / (length * 0.45 * SAMPLE_RATE)), -0.3);
        }
    }

    private void crash(double at) {
        double previous = 0;
        for (int i = 0, from = sample(at), n = 2 * SAMPLE_RATE; i < n; i++) {
            double source = noise[(i * 5 + 77) & 0xffff];
            double high = source - 0.7 * previous;
            previous = source;
            add(from + i, 0.16 * high * Math.exp(-i / (0.55 * SAMPLE_RATE)), 0.25);
        }
    }

    private void bass(double at, double root, boolean busy) {
        double half = plan.beatSeconds() / 2;
        for (int eighth = 0; eighth < 2 * SongPlan.BEATS_PER_BAR; eighth++) {
            if (eighth % 2 == 0 && !busy) {
                continue;
            }
            double frequency = root / 2 * (busy && eighth == 7 ? 1.5 : 1);
            double low = 0;
            for (int i = 0, from = sample(at + eighth * half), n = (int) (half * 0.92 * SAMPLE_RATE); i < n; i++) {
                double t = (double) i / SAMPLE_RATE;
                low += 0.06 * (saw(frequency, t) - low);
                double duck = eighth % 2 == 0 ? Math.min(1, t / 0.12) : 1;
                double edge = Math.min(1, Math.min(i, n - i) / 200.0);
                add(from + i, 0.42 * low * duck * edge + 0.18 * Math.sin(TAU * frequency * t) * duck * edge, 0);
            }
        }
    }

    private void pad(double at, double root, boolean minor, double bright, double level) {
        double[] ratios = {1, minor ? 1.1892 : 1.2599, 1.4983, 2};
        double cut = 0.02 + 0.10 * bright;
        double lowLeft = 0;
        double lowRight = 0;
        int n = (int) (SongPlan.BEATS_PER_BAR * plan.beatSeconds() * SAMPLE_RATE);
        for (int i = 0, from = sample(at); i < n; i++) {
            double t = (double) i / SAMPLE_RATE;
            double sumLeft = 0;
            double sumRight = 0;
            for (double ratio : ratios) {
                sumLeft += saw(root * 2 * ratio * 1.003, t);
                sumRight += saw(root * 2 * ratio * 0.997, t + 0.01);
            }
            lowLeft += cut * (sumLeft - lowLeft);
            lowRight += cut * (sumRight - lowRight);
            double sinceBeat = t % plan.beatSeconds();
            double pump = 0.45 + 0.55 * Math.min(1, sinceBeat / 0.22);
            double edge = Math.min(1, Math.min(i, n - i) / 900.0);
            addPair(from + i, level * lowLeft * pump * edge, level * lowRight * pump * edge);
        }
    }

    private void lead(double at, double root, double level) {
        double eighth = plan.beatSeconds() / 2;
        for (int step = 0; step < LEAD_STEPS.length; step++) {
            double frequency = root * 4 * Math.pow(2, LEAD_STEPS[step] / 12.0);
            pluck(at + step * eighth, frequency, level, 0.2);
            pluck(at + (step + 1.5) * eighth, frequency, level * 0.35, -0.5);
        }
    }

    private void pluck(double at, double frequency, double level, double pan) {
        for (int i = 0, from = sample(at), n = (int) (0.30 * SAMPLE_RATE); i < n; i++) {
            double t = (double) i / SAMPLE_RATE;
            double index = 2.2 * Math.exp(-t * 18);
            double tone = Math.sin(TAU * frequency * t + index * Math.sin(TAU * frequency * 2 * t));
            add(from + i, level * tone * Math.exp(-t * 12) * Math.min(1, i / 40.0), pan);
        }
    }

    /** Gentle saturation, then the loudest sample at -1 dB, with a fade at the very end. */
    private void master() {
        double peak = 1e-9;
        for (int i = 0; i < left.length; i++) {
            left[i] = (float) Math.tanh(left[i] * 1.1);
            right[i] = (float) Math.tanh(right[i] * 1.1);
            peak = Math.max(peak, Math.max(Math.abs(left[i]), Math.abs(right[i])));
        }
        double gain = 0.89 / peak;
        int fade = SAMPLE_RATE;
        for (int i = 0; i < left.length; i++) {
            double end = Math.min(1, (left.length - i) / (double) fade);
            left[i] *= (float) (gain * end);
            right[i] *= (float) (gain * end);
        }
    }

    private static double saw(double frequency, double t) {
        double phase = frequency * t;
        return 2 * (phase - Math.floor(phase + 0.5));
    }

    private static int sample(double seconds) {
        return (int) Math.round(seconds * SAMPLE_RATE);
    }

    /** Adds to both channels; pan -1 is left, 1 is right. */
    private void add(int at, double value, double pan) {
        addPair(at, value * (1 - Math.max(0, pan)), value * (1 + Math.min(0, pan)));
    }

    private void addPair(int at, double leftValue, double rightValue) {
        if (at >= 0 && at < left.length) {
            left[at] += (float) leftValue;
            right[at] += (float) rightValue;
        }
    }
}
