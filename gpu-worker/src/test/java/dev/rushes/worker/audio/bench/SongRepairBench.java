// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.bench;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.music.GridRepair;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.worker.audio.BeatScore;
import dev.rushes.worker.audio.SongAnalyzer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Prints how many actions of a person it takes to repair the beats of a song: as heard, made wrong on purpose (twice as fast, half as
 * fast, half a beat late, in one tempo although there may be two, running away by half a percent), and with no beats at all. Actions are
 * x2, /2, half a beat later and eight taps, each up to 30 ms off; of all ways the shortest counts that leads to the same F within 0.02
 * as the best the grid can do.
 *
 * <p>Arguments: the folder of the development media; then, for songs drawn by lot as well, the first seed and how many seeds of every
 * {@link Rhythm}, each also with a change of tempo.
 */
public final class SongRepairBench {

    private static final int TAPS = 8;
    private static final double JITTER = .03;
    private static final double ENOUGH = .02;
    private static final double RUNS_AWAY = 1.005;

    private final Map<String, int[]> counts = new TreeMap<>();

    private SongRepairBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path media =
                Path.of(args.length > 0 ? args[0] : System.getProperty("rushes.root", ".") + "/../shared/media/dev");
        SongRepairBench bench = new SongRepairBench();
        for (BeatBench.Truth song : BeatBench.truths(media)) {
            bench.repair("development", song.name(), song.samples(), song.beats());
        }
        if (args.length > 2) {
            long first = Long.parseLong(args[1]);
            for (Rhythm rhythm : Rhythm.values()) {
                for (long seed = first; seed < first + Integer.parseInt(args[2]); seed++) {
                    bench.repair("drawn", RandomSong.of(rhythm, seed));
                    bench.repair("drawn with a step", RandomSong.stepped(rhythm, seed));
                }
            }
        }
        bench.print();
    }

    private void repair(String group, RandomSong song) {
        double[] beats = song.beats().stream().mapToDouble(Double::doubleValue).toArray();
        repair(group, song.name(), song.samples(), beats);
    }

    private void repair(String group, String name, float[] samples, double[] beats) {
        SongAnalysis heard = new SongAnalyzer().analyze(samples, 44_100);
        for (Map.Entry<String, SongAnalysis> start : starts(heard, beats).entrySet()) {
            Repair repair = repair(start.getValue(), beats);
            counts.computeIfAbsent(group + ", " + start.getKey(), key -> new int[4])[repair.actions]++;
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %-15s F %.3f -> %.3f by %d actions %s%n",
                    name,
                    start.getKey(),
                    f(start.getValue(), beats),
                    repair.f,
                    repair.actions,
                    repair.names);
        }
    }

    private void print() {
        System.out.println("repaired (F 0.9 or more) by");
        counts.forEach((group, by) -> System.out.printf(
                Locale.ROOT,
                "%-36s 0 actions: %3d, 1: %3d, 2: %3d; not by two: %3d%n",
                group,
                by[0],
                by[1],
                by[2],
                by[3]));
    }

    private static Map<String, SongAnalysis> starts(SongAnalysis heard, double[] truth) {
        Map<String, SongAnalysis> starts = new TreeMap<>(Map.of(
                "as heard", heard,
                "no beats", withBeats(heard, 0, List.of()),
                "one tempo", even(heard, truth[0], (truth[TAPS] - truth[0]) / TAPS),
                "running away",
                        withBeats(
                                heard,
                                heard.bpm() / RUNS_AWAY,
                                heard.beats().stream()
                                        .map(beat -> new Beat(beat.seconds() * RUNS_AWAY, beat.barPosition()))
                                        .toList())));
        if (heard.bpm() > 0) {
            starts.put("doubled", GridRepair.apply(heard, new GridCorrection.Doubled()));
            starts.put("halved", GridRepair.apply(heard, new GridCorrection.Halved()));
            starts.put("half a beat off", GridRepair.apply(heard, new GridCorrection.Nudged(30 / heard.bpm())));
        }
        return starts;
    }

    private static SongAnalysis even(SongAnalysis heard, double first, double period) {
        List<Beat> beats = new ArrayList<>();
        for (int n = 0; first + n * period < heard.durationSeconds(); n++) {
            beats.add(new Beat(first + n * period, n % 4 + 1));
        }
        return withBeats(heard, 60 / period, beats);
    }

    private static SongAnalysis withBeats(SongAnalysis heard, double bpm, List<Beat> beats) {
        return new SongAnalysis(
                heard.durationSeconds(), bpm, beats, 0, List.of(), heard.energy(), heard.sections(), heard.detail());
    }

    private static Repair repair(SongAnalysis start, double[] truth) {
        Repair best = new Repair(0, f(start, truth), List.of());
        List<Repair> all = new ArrayList<>(List.of(best));
        Map<String, SongAnalysis> afterOne = new TreeMap<>();
        for (Map.Entry<String, GridCorrection> first : actions(start, truth).entrySet()) {
            SongAnalysis once = GridRepair.apply(start, first.getValue());
            all.add(new Repair(1, f(once, truth), List.of(first.getKey())));
            afterOne.put(first.getKey(), once);
        }
        // Two actions cannot be so much better that one does not do.
        if (all.stream().anyMatch(repair -> repair.f >= 1 - ENOUGH)) {
            afterOne.clear();
        }
        for (Map.Entry<String, SongAnalysis> first : afterOne.entrySet()) {
            SongAnalysis once = first.getValue();
            for (Map.Entry<String, GridCorrection> second : actions(once, truth).entrySet()) {
                SongAnalysis twice = GridRepair.apply(once, second.getValue());
                all.add(new Repair(2, f(twice, truth), List.of(first.getKey(), second.getKey())));
            }
        }
        double most = all.stream().mapToDouble(Repair::f).max().orElse(0);
        Repair chosen = all.stream()
                .filter(repair -> repair.f >= most - ENOUGH)
                .min(Comparator.comparingInt(Repair::actions).thenComparingDouble(repair -> -repair.f))
                .orElse(best);
        return chosen.f >= .9 ? chosen : new Repair(3, chosen.f, chosen.names);
    }

    private static Map<String, GridCorrection> actions(SongAnalysis song, double[] truth) {
        Map<String, GridCorrection> actions = new TreeMap<>();
        if (song.bpm() > 0) {
            actions.put("x2", new GridCorrection.Doubled());
            actions.put("/2", new GridCorrection.Halved());
            actions.put("nudge", new GridCorrection.Nudged(30 / song.bpm()));
        }
        for (double place : new double[] {.25, .5, .75}) {
            Random random = new Random(7);
            int from = (int) (place * (truth.length - TAPS));
            actions.put(
                    "taps at " + place,
                    new GridCorrection.Tapped(Arrays.stream(truth, from, from + TAPS)
                            .mapToObj(at -> at + JITTER * (2 * random.nextDouble() - 1))
                            .toList()));
        }
        return actions;
    }

    private static double f(SongAnalysis song, double[] truth) {
        double[] beats = song.beats().stream()
                .mapToDouble(Beat::seconds)
                .filter(at -> at >= truth[0] - .07 && at <= truth[truth.length - 1] + .07)
                .toArray();
        return BeatScore.from(BeatScore.TRIM_SECONDS, truth, beats).f();
    }

    private record Repair(int actions, double f, List<String> names) {}
}
