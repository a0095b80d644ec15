// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.bench;

import java.util.Random;

/** The instruments of a made song, each with a character drawn once for the song. Attacks begin exactly where they are put. */
final class Voices {

    static final int SAMPLE_RATE = 44_100;
    private static final double TAU = 2 * Math.PI;

    private final float[] mix;
    private final Random random;
    private final float[] kick;
    private final float[] snare;
    private final float[] hat;
    private final double bassAttack;
    private final double bassBright;
    private final double chordAttack;
    private final double chordDecay;

    Voices(int samples, Random random) {
        this.mix = new float[samples];
        this.random = random;
        this.kick = kick(40 + 25 * draw(), 60 + 150 * draw(), 6 + 14 * draw(), .5 * draw());
        this.snare = noise(.04 + .12 * draw(), 1 - .5 * draw(), 150 + 80 * draw(), .6 * draw());
        this.hat = noise(.012 + .06 * draw(), 1, 0, 0);
        this.bassAttack = .002 + .03 * draw();
        this.bassBright = draw();
        this.chordAttack = random.nextBoolean() ? .003 + .01 * draw() : .02 + .15 * draw();
        this.chordDecay = .5 + 4 * draw();
    }

    float[] mix() {
        return mix;
    }

    void kick(double at, double gain) {
        lay(kick, at, gain);
    }

    void snare(double at, double gain) {
        lay(snare, at, gain * .8);
    }

    void hat(double at, double gain) {
        lay(hat, at, gain * .5);
    }

    void bass(double at, double length, double hz, double gain) {
        tone(at, length, hz, gain, bassAttack, 1.5, .1 + .5 * bassBright);
    }

    void chord(double at, double length, double root, boolean isMinor, double gain) {
        for (double ratio : new double[] {1, isMinor ? 1.1892 : 1.2599, 1.4983, 2}) {
            tone(at, length, root * ratio, gain * .3, chordAttack, chordDecay, .35);
        }
    }

    /** A sung or plucked note. */
    void note(double at, double length, double hz, double gain, boolean isSung) {
        tone(at, length, hz, gain, isSung ? .04 : .004, isSung ? .8 : 6, isSung ? .6 : .3);
    }

    void hiss(double gain) {
        for (int i = 0; i < mix.length; i++) {
            mix[i] += (float) (gain * random.nextGaussian());
        }
    }

    /** Three feedback echoes, a cheap room. */
    void room(double wet) {
        for (double seconds : new double[] {.0297, .0411, .0737}) {
            int lag = (int) (seconds * SAMPLE_RATE);
            float[] echo = new float[mix.length];
            for (int i = lag; i < mix.length; i++) {
                echo[i] = mix[i - lag] + .6f * echo[i - lag];
            }
            for (int i = 0; i < mix.length; i++) {
                mix[i] += (float) (wet * .3 * echo[i]);
            }
        }
    }

    /** Soft clipping: the more drive, the less a drum stands out. */
    void press(double drive) {
        double peak = 1e-9;
        for (float value : mix) {
            peak = Math.max(peak, Math.abs(value));
        }
        for (int i = 0; i < mix.length; i++) {
            mix[i] = (float) (.9 * Math.tanh(drive * mix[i] / peak) / Math.tanh(drive));
        }
    }

    private double draw() {
        return random.nextDouble();
    }

    private void lay(float[] sound, double at, double gain) {
        int from = (int) Math.round(at * SAMPLE_RATE);
        for (int i = Math.max(0, -from); i < sound.length && from + i < mix.length; i++) {
            mix[from + i] += (float) (gain * sound[i]);
        }
    }

    private float[] kick(double lowest, double sweep, double decay, double click) {
        float[] sound = new float[(int) (.3 * SAMPLE_RATE)];
        double phase = 0;
        for (int i = 0; i < sound.length; i++) {
            double t = (double) i / SAMPLE_RATE;
            phase += TAU * (lowest + sweep * Math.exp(-t * 38)) / SAMPLE_RATE;
            double tick = i < 80 ? click * random.nextGaussian() * (1 - i / 80.0) : 0;
            sound[i] = (float) (Math.sin(phase) * Math.exp(-t * decay) * Math.min(1, i / 20.0) + tick);
        }
        return sound;
    }

    private float[] noise(double decay, double highPass, double bodyHz, double body) {
        float[] sound = new float[(int) (5 * decay * SAMPLE_RATE)];
        double before = 0;
        for (int i = 0; i < sound.length; i++) {
            double t = (double) i / SAMPLE_RATE;
            double source = random.nextGaussian() * .4;
            double tone = body * Math.sin(TAU * bodyHz * t) * Math.exp(-t * 25);
            sound[i] = (float) ((source - highPass * before) * Math.exp(-t / decay) + tone);
            before = source;
        }
        return sound;
    }

    /** Six harmonics by rotation; the upper ones fade by brightness. */
    private void tone(double at, double length, double hz, double gain, double attack, double decay, double bright) {
        int from = (int) Math.round(at * SAMPLE_RATE);
        int count = (int) (length * SAMPLE_RATE);
        double weight = 1;
        for (int harmonic = 1; harmonic <= 6 && hz * harmonic < 9000; harmonic++) {
            double turnRe = Math.cos(TAU * hz * harmonic / SAMPLE_RATE);
            double turnIm = Math.sin(TAU * hz * harmonic / SAMPLE_RATE);
            double re = 1;
            double im = 0;
            double fade = Math.exp(-decay / SAMPLE_RATE);
            double level = gain * weight;
            for (int i = 0; i < count && from + i < mix.length; i++) {
                double next = re * turnRe - im * turnIm;
                im = re * turnIm + im * turnRe;
                re = next;
                level *= fade;
                double edge = Math.min(1, Math.min(i / (attack * SAMPLE_RATE), (count - i) / 400.0));
                if (from + i >= 0) {
                    mix[from + i] += (float) (level * edge * im);
                }
            }
            weight *= bright;
        }
    }
}
