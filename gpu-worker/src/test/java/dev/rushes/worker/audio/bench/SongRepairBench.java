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
 * Prints how many actions of a person it takes to repair the beats of each development song: as heard, made wrong on purpose
 * (twice as fast, half as fast, half a beat late), and with no beats at all. Actions are x2, /2, half a beat later and eight taps,
 * each up to 30 ms off; of all ways the shortest counts that leads to the same F within 0.02 as the best the grid can do.
 * Argument: the folder of the development media.
 */
public final class SongRepairBench {

    private static final int TAPS = 8;
    private static final double JITTER = .03;
    private static final double ENOUGH = .02;

    private SongRepairBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path media =
                Path.of(args.length > 0 ? args[0] : System.getProperty("rushes.root", ".") + "/../shared/media/dev");
        int[] counts = new int[4];
        for (BeatBench.Truth song : BeatBench.truths(media)) {
            SongAnalysis heard = new SongAnalyzer().analyze(song.samples(), 44_100);
            for (Map.Entry<String, SongAnalysis> start : starts(heard).entrySet()) {
                Repair repair = repair(start.getValue(), song.beats());
                counts[repair.actions]++;
                System.out.printf(
                        Locale.ROOT,
                        "%-24s %-14s F %.3f -> %.3f by %d actions %s%n",
                        song.name(),
                        start.getKey(),
                        f(start.getValue(), song.beats()),
                        repair.f,
                        repair.actions,
                        repair.names);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "repaired (F 0.9 or more) by 0 actions: %d, 1: %d, 2: %d; not by two: %d%n",
                counts[0],
                counts[1],
                counts[2],
                counts[3]);
    }

    private static Map<String, SongAnalysis> starts(SongAnalysis heard) {
        SongAnalysis none = new SongAnalysis(
                heard.durationSeconds(), 0, List.of(), 0, List.of(), heard.energy(), heard.sections(), heard.detail());
        return new TreeMap<>(Map.of(
                "as heard", heard,
                "doubled", GridRepair.apply(heard, new GridCorrection.Doubled()),
                "halved", GridRepair.apply(heard, new GridCorrection.Halved()),
                "half a beat off", GridRepair.apply(heard, new GridCorrection.Nudged(30 / Math.max(1, heard.bpm()))),
                "no beats", none));
    }

    private static Repair repair(SongAnalysis start, double[] truth) {
        Repair best = new Repair(0, f(start, truth), List.of());
        List<Repair> all = new ArrayList<>(List.of(best));
        for (Map.Entry<String, GridCorrection> first : actions(start, truth).entrySet()) {
            SongAnalysis once = GridRepair.apply(start, first.getValue());
            all.add(new Repair(1, f(once, truth), List.of(first.getKey())));
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
