// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A song drawn by lot from a family of rhythms, with exactly known beats. Drawn are tempo, patterns, instruments, swing,
 * drift, a player's unsteadiness, intro, break, where the recording starts, room and loudness. Same family and seed, same
 * samples.
 *
 * @param name family, seed and tempo
 * @param samples mono at {@link Voices#SAMPLE_RATE}
 * @param bpm tempo
 * @param beats seconds
 * @param downbeats seconds
 * @param sections seconds where drums come or go
 */
public record RandomSong(
        String name, float[] samples, double bpm, List<Double> beats, List<Double> downbeats, List<Double> sections) {

    public static RandomSong of(Rhythm rhythm, long seed) {
        return new Session(rhythm, seed, Step.NONE).play(seed);
    }

    /**
     * The song of the same family and seed that changes its tempo at once, at a bar line in its middle third, to one 4 to 15 %
     * faster or slower.
     */
    public static RandomSong stepped(Rhythm rhythm, long seed) {
        Random random = new Random(7_000_003L * seed + rhythm.ordinal());
        double change = 1 + .04 + .11 * random.nextDouble();
        double ratio = random.nextBoolean() ? change : 1 / change;
        return new Session(rhythm, seed, new Step(15 + 12 * random.nextDouble(), ratio)).play(seed);
    }

    /** From the first bar line after so many seconds on, the tempo is this much faster. */
    private record Step(double afterSeconds, double ratio) {
        static final Step NONE = new Step(0, 1);
    }

    /** Everything drawn for one song. */
    private static final class Session {

        private static final int BARS_PER_PHRASE = 4;

        private final Rhythm rhythm;
        private final Random random;
        private final double bpm;
        private final double seconds;
        private final double skip;
        private final double swing;
        private final double jitter;
        private final double drift;
        private final double[] roots = new double[4];
        private final boolean[] minors = new boolean[4];
        private final boolean[] melody;
        private final boolean[] strum;
        private final int steps;
        private final List<Double> beats = new ArrayList<>();
        private final List<Double> downbeats = new ArrayList<>();
        private final List<Double> sections = new ArrayList<>();
        private final Voices voices;
        private final String kick;
        private final String snare;
        private final String hat;
        private final String bass;
        private final double[] gains;
        private final int intro;
        private final int introKind;
        private final int breakAt;
        private final boolean isSung;
        private final boolean isEarly;
        private final int change;
        private final Step step;

        Session(Rhythm rhythm, long seed, Step step) {
            this.rhythm = rhythm;
            this.step = step;
            this.random = new Random(1_000_003L * seed + rhythm.ordinal());
            this.bpm = rhythm.slowest() + (rhythm.fastest() - rhythm.slowest()) * random.nextDouble();
            this.seconds = 35 + 30 * random.nextDouble();
            this.skip = chance(.3) ? 6 * random.nextDouble() : chance(.5) ? 0 : -1.5 * random.nextDouble();
            this.swing = rhythm == Rhythm.HIPHOP || chance(.15) ? .3 * random.nextDouble() : 0;
            this.jitter = chance(.5) ? 0 : .008 * random.nextDouble();
            this.drift = chance(.7) ? 0 : .015 * random.nextDouble();
            this.steps = rhythm.kicks().getFirst().length();
            for (int i = 0; i < roots.length; i++) {
                roots[i] = 110 * Math.pow(2, random.nextInt(12) / 12.0);
                minors[i] = random.nextBoolean();
            }
            melody = line(.5, .3, .12);
            strum = line(.8, .45, .1);
            voices = new Voices((int) (seconds * Voices.SAMPLE_RATE), random);
            kick = pick(rhythm.kicks());
            snare = pick(rhythm.snares());
            hat = pick(rhythm.hats());
            bass = pick(rhythm.basses());
            gains = new double[] {
                .6 + .6 * random.nextDouble(),
                .3 + .6 * random.nextDouble(),
                .1 + .5 * random.nextDouble(),
                .2 + .5 * random.nextDouble(),
                .1 + .4 * random.nextDouble(),
                (chance(.6) ? .05 : 0) + .3 * random.nextDouble()
            };
            intro = chance(.5) ? 0 : BARS_PER_PHRASE * (1 + random.nextInt(2));
            introKind = random.nextInt(4);
            breakAt = chance(.6) ? -1 : intro + BARS_PER_PHRASE * (1 + random.nextInt(2));
            isSung = random.nextBoolean();
            isEarly = chance(.15);
            change = pick(List.of(1, 1, 2));
        }

        /** Plays bar by bar; what is drawn when must not change, or seeds mean other songs. */
        RandomSong play(long seed) {
            boolean played = false;
            for (int bar = 0; time(bar, 0) < seconds; bar++) {
                if (bar > 0 && hasDrums(bar) != played && time(bar, 0) > 0) {
                    sections.add(time(bar, 0));
                }
                played = hasDrums(bar);
                count(bar);
                playBar(bar);
            }
            voices.room(chance(.5) ? 0 : .5 * random.nextDouble());
            voices.hiss(.0005 + (chance(.2) ? .02 * random.nextDouble() : 0));
            voices.press(.6 + 2.4 * random.nextDouble());
            String name = "%s-%d-%.0f%s"
                    .formatted(rhythm, seed, bpm, step.ratio == 1 ? "" : "-%.0f".formatted(bpm * step.ratio));
            return new RandomSong(name, voices.mix(), bpm, beats, downbeats, sections);
        }

        private boolean hasDrums(int bar) {
            boolean isBreak = breakAt >= 0 && bar >= breakAt && bar < breakAt + BARS_PER_PHRASE;
            return bar >= intro && !isBreak;
        }

        private void count(int bar) {
            for (int beat = 0; beat < rhythm.meter(); beat++) {
                double at = time(bar, (double) beat * steps / rhythm.meter());
                if (at >= 0 && at < seconds) {
                    beats.add(at);
                    if (beat == 0) {
                        downbeats.add(at);
                    }
                }
            }
        }

        private void playBar(int bar) {
            int chord = bar / change % 4;
            double quiet = bar < intro ? .5 : 1;
            double barSeconds = time(bar + 1, 0) - time(bar, 0);
            if (bar % change == 0) {
                double at = time(bar, isEarly && bar > 0 ? -steps / 8.0 : 0);
                voices.chord(at, change * barSeconds * .97, roots[chord], minors[chord], quiet * gains[4]);
            }
            for (int step = 0; step < steps; step++) {
                double at = swung(bar, step) + jitter * random.nextGaussian();
                playDrums(bar, step, at);
                double low = hasDrums(bar) || introKind == 3 ? heard(bass, step) : 0;
                if (low > 0) {
                    voices.bass(at, barSeconds * 2 / steps * .9, roots[chord] / 2, gains[3] * low);
                }
                if ((rhythm.isSoft() || rhythm == Rhythm.REGGAE) && strums(step)) {
                    voices.note(at, .5, roots[chord] * 2 * (step % 3 == 0 ? 1.4983 : 1), gains[3] * .6, false);
                }
                if (melody[(bar % 2 * steps + step) % melody.length] && !chance(.1)) {
                    double hz = roots[chord] * 4 * Math.pow(2, random.nextInt(8) / 12.0);
                    voices.note(at, barSeconds / 6, hz, quiet * gains[5], isSung);
                }
            }
        }

        private void playDrums(int bar, int step, double at) {
            boolean drums = hasDrums(bar);
            boolean isIntro = bar < intro;
            double isFill = bar % BARS_PER_PHRASE == 3 && step >= steps * 3 / 4 && drums ? .4 : 0;
            if (drums || (isIntro && introKind == 1)) {
                voices.kick(at, gains[0] * heard(kick, step));
            }
            if (drums) {
                voices.snare(at, gains[1] * Math.max(heard(snare, step), chance(isFill) ? .7 : 0));
            }
            if (drums || (isIntro && introKind == 2)) {
                voices.hat(at, gains[2] * heard(hat, step));
            }
        }

        private boolean strums(int step) {
            if (rhythm == Rhythm.REGGAE) {
                return step % 4 == 2;
            }
            return strum[step];
        }

        /** A repeated phrase of two bars: notes likelier on the beat than between. */
        private boolean[] line(double onBeat, double onHalf, double elsewhere) {
            boolean[] line = new boolean[2 * steps];
            int perBeat = steps / rhythm.meter();
            for (int step = 0; step < line.length; step++) {
                boolean isHalf = perBeat % 2 == 0 ? step % perBeat == perBeat / 2 : step % perBeat == perBeat - 1;
                line[step] = chance(step % perBeat == 0 ? onBeat : isHalf ? onHalf : elsewhere);
            }
            return line;
        }

        private double heard(String line, int step) {
            return switch (line.charAt(step)) {
                case 'X' -> .9 + .1 * random.nextDouble();
                case 'x' -> .45 + .1 * random.nextDouble();
                case '?' -> chance(.4) ? .35 : 0;
                default -> 0;
            };
        }

        private double swung(int bar, int step) {
            boolean isLate = steps == 16 && step % 2 == 1;
            return time(bar, step + (isLate ? swing : 0));
        }

        /** Seconds of a place in the score; the tempo sways slowly when it drifts. */
        private double time(int bar, double step) {
            double place = (bar + step / steps) * rhythm.meter() * 60 / bpm;
            double barSeconds = rhythm.meter() * 60 / bpm;
            double change = Math.ceil(this.step.afterSeconds / barSeconds) * barSeconds;
            if (place > change) {
                place = change + (place - change) / this.step.ratio;
            }
            return place + drift * 5 * Math.sin(place / 5) - skip;
        }

        private boolean chance(double share) {
            return random.nextDouble() < share;
        }

        private <T> T pick(List<T> from) {
            return from.get(random.nextInt(from.size()));
        }
    }
}
