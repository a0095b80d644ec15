// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Builds sound with exactly known beats: drums, clicks and chords are laid at sample positions. */
final class SynthSong {

    static final int SAMPLE_RATE = 44_100;

    private final float[] samples;
    private final List<Double> beats = new ArrayList<>();
    private final List<Double> downbeats = new ArrayList<>();
    private final Random random = new Random(7);

    private SynthSong(double seconds) {
        samples = new float[(int) (seconds * SAMPLE_RATE)];
    }

    static SynthSong lasting(double seconds) {
        return new SynthSong(seconds);
    }

    /** Clicks on every beat of [from, to). */
    SynthSong clicks(double bpm, double from, double to) {
        for (double at = from; at < to - 1e-9; at += 60 / bpm) {
            beats.add(at);
            tone(at, .02, 1800, .6, 250);
        }
        return this;
    }

    /**
     * Kick, snare, hats and a bass over chords that change each bar.
     *
     * @param meter beats in a bar
     * @param swing how late the off-beat hat is, as a share of half a beat
     */
    SynthSong band(double bpm, double from, double to, int meter, double swing) {
        double beat = 60 / bpm;
        int[] roots = {57, 53, 60, 55};
        for (int n = 0; from + n * beat < to - 1e-9; n++) {
            double at = from + n * beat;
            beats.add(at);
            int place = n % meter;
            int root = roots[n / meter % roots.length];
            if (place == 0) {
                downbeats.add(at);
                chord(at, meter * beat, root);
            }
            boolean isKick = meter == 3 ? place == 0 : place % 2 == 0;
            if (isKick) {
                tone(at, .18, 60, .8, 20);
                noise(at, .006, .2);
            } else {
                noise(at, .12, .35);
            }
            tone(at, beat * .8, hertz(root - 24), .15, 4);
            noise(at, .03, .12);
            noise(at + beat * (.5 + .5 * swing), .03, .1);
        }
        return this;
    }

    /** Chords without attacks or drums. */
    SynthSong pad(double from, double to, double gain) {
        for (int i = (int) (from * SAMPLE_RATE); i < (int) (to * SAMPLE_RATE) && i < samples.length; i++) {
            double t = (double) i / SAMPLE_RATE;
            double swell = Math.min(1, Math.min(t - from, to - t));
            samples[i] += (float) (gain * swell * (Math.sin(2 * Math.PI * 220 * t) + Math.sin(2 * Math.PI * 330 * t)));
        }
        return this;
    }

    /** Steady white noise. */
    SynthSong hiss(double gain) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] += (float) (gain * random.nextGaussian());
        }
        return this;
    }

    /** Syllable-like bursts of colored sound at irregular times, with pauses for breath. */
    SynthSong speech() {
        double at = .3;
        double end = (double) samples.length / SAMPLE_RATE;
        int syllable = 0;
        while (at < end - 1) {
            double length = .09 + .16 * random.nextDouble();
            double pitch = 100 + 50 * random.nextDouble();
            if (random.nextInt(3) == 0) {
                noise(at, .06, .1);
            }
            for (int harmonic = 1; harmonic < 14; harmonic++) {
                swell(at + .03, length, pitch * harmonic, .12 / harmonic);
            }
            at += length + .03 + .12 * random.nextDouble();
            syllable++;
            at += syllable % (5 + random.nextInt(9)) == 0 ? .3 + .8 * random.nextDouble() : 0;
        }
        return this;
    }

    float[] samples() {
        float peak = 0;
        for (float value : samples) {
            peak = Math.max(peak, Math.abs(value));
        }
        float[] scaled = samples.clone();
        for (int i = 0; i < scaled.length && peak > .9f; i++) {
            scaled[i] *= .9f / peak;
        }
        return scaled;
    }

    double[] beats() {
        return beats.stream().mapToDouble(Double::doubleValue).toArray();
    }

    double[] downbeats() {
        return downbeats.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void chord(double at, double length, int root) {
        for (int step : new int[] {0, 4, 7, 12}) {
            swell(at, length, hertz(root + step), .05);
        }
    }

    private void swell(double at, double length, double hz, double gain) {
        int start = (int) Math.round(at * SAMPLE_RATE);
        int count = (int) (length * SAMPLE_RATE);
        for (int i = 0; i < count && start + i < samples.length; i++) {
            double shape = Math.sin(Math.PI * Math.min(1, (i + 1.0) / count));
            samples[start + i] += (float) (gain * Math.sqrt(shape) * Math.sin(2 * Math.PI * hz * i / SAMPLE_RATE));
        }
    }

    private void tone(double at, double length, double hz, double gain, double decay) {
        int start = (int) Math.round(at * SAMPLE_RATE);
        for (int i = 0; i < length * SAMPLE_RATE && start + i < samples.length; i++) {
            double t = (double) i / SAMPLE_RATE;
            samples[start + i] += (float) (gain * Math.exp(-decay * t) * Math.sin(2 * Math.PI * hz * t));
        }
    }

    private void noise(double at, double length, double gain) {
        int start = (int) Math.round(at * SAMPLE_RATE);
        for (int i = 0; i < length * SAMPLE_RATE && start + i < samples.length; i++) {
            double fade = Math.exp(-4.0 * i / (length * SAMPLE_RATE));
            samples[start + i] += (float) (gain * fade * (2 * random.nextDouble() - 1));
        }
    }

    private static double hertz(int note) {
        return 440 * Math.pow(2, (note - 69) / 12.0);
    }

    static double[] after(double seconds, double[] times) {
        return Arrays.stream(times).filter(t -> t >= seconds).toArray();
    }
}
