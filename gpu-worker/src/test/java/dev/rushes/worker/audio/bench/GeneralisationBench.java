// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.bench;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.TempoCandidate;
import dev.rushes.testkit.demo.SongPlan;
import dev.rushes.testkit.demo.SongSynth;
import dev.rushes.worker.audio.BeatScore;
import dev.rushes.worker.audio.SongAnalyzer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Prints how well made songs are heard that nobody tuned on, beside those that were tuned on. Made are two kinds: plans
 * played by {@link SongSynth} from 70 to 180 BPM with and without an intro (even tempi were tuned on, odd ones not), and
 * songs drawn from every {@link Rhythm} (seeds below 100 of most families were tuned on; seeds from 100, and SON and DEMBOW
 * whatever the seed, were not).
 *
 * <p>Arguments: how many seeds to draw on either side, default 3; the first seed held out, default 100, because whoever looked at
 * songs of a seed needs others; {@code -v} prints every song that scores below 0.8.
 */
public final class GeneralisationBench {

    private static final PrintStream OUT = System.out;
    private static final int FIRST_HELD_OUT = 100;
    private static final int TEMPO_STEP = 7;

    private final Map<String, List<Row>> groups = new TreeMap<>();
    private final boolean isTalkative;

    private GeneralisationBench(boolean isTalkative) {
        this.isTalkative = isTalkative;
    }

    public static void main(String[] args) {
        List<String> words = new ArrayList<>(List.of(args));
        GeneralisationBench bench = new GeneralisationBench(words.remove("-v"));
        int seeds = words.isEmpty() ? 3 : Integer.parseInt(words.getFirst());
        int heldOut = words.size() < 2 ? FIRST_HELD_OUT : Integer.parseInt(words.get(1));
        bench.hearPlans();
        for (Rhythm rhythm : Rhythm.values()) {
            boolean isNew = rhythm == Rhythm.SON || rhythm == Rhythm.DEMBOW;
            for (int seed = 0; seed < seeds; seed++) {
                bench.hear(isNew ? "drawn, family held out" : "drawn, tuned on", RandomSong.of(rhythm, seed));
                bench.hear(isNew ? "drawn, family held out" : "drawn, held out", RandomSong.of(rhythm, heldOut + seed));
            }
        }
        bench.print();
    }

    private void hearPlans() {
        List<List<SongPlan.Part>> scores = List.of(
                List.of(part("VERSE", 4), part("CHORUS", 6), part("OUTRO", 2)),
                List.of(part("INTRO", 4), part("VERSE", 8), part("CHORUS", 6)),
                List.of(part("CHORUS", 8), part("BREAK", 2), part("CHORUS", 6)),
                List.of(part("BUILD", 4), part("CHORUS", 4), part("BREAK", 4), part("VERSE", 6)));
        for (int bpm = 70; bpm <= 180; bpm += TEMPO_STEP) {
            for (int i = 0; i < scores.size(); i++) {
                SongPlan plan = new SongPlan(bpm, .25, scores.get(i));
                List<Double> downbeats = new ArrayList<>();
                for (int beat = 0; beat < plan.beats().size(); beat += 4) {
                    downbeats.add(plan.beats().get(beat));
                }
                hear(
                        bpm % 2 == 0 ? "plans, tuned on" : "plans, held out",
                        new RandomSong(
                                "plan " + i, mono(SongSynth.play(plan)), bpm, plan.beats(), downbeats, List.of()));
            }
        }
    }

    private static SongPlan.Part part(String character, int bars) {
        return new SongPlan.Part(SongPlan.Character.valueOf(character), bars);
    }

    private static float[] mono(float[][] stereo) {
        float[] mono = new float[stereo[0].length];
        for (int i = 0; i < mono.length; i++) {
            mono[i] = (stereo[0][i] + stereo[1][i]) / 2;
        }
        return mono;
    }

    private void hear(String group, RandomSong song) {
        SongAnalysis heard = new SongAnalyzer().analyze(song.samples(), Voices.SAMPLE_RATE);
        double[] truth = numbers(song.beats());
        BeatScore score = score(truth, times(heard, false), truth);
        BeatScore bars = score(numbers(song.downbeats()), times(heard, true), truth);
        int place = 0;
        while (place < heard.tempoCandidates().size()
                && !isNear(heard.tempoCandidates().get(place), song.bpm())) {
            place++;
        }
        boolean isOffered = place < Math.min(2, heard.tempoCandidates().size());
        Row row = new Row(score, bars.f(), isOffered, place == 0, heard.confidence());
        groups.computeIfAbsent(group, name -> new ArrayList<>()).add(row);
        if (group.contains("held out")) {
            groups.computeIfAbsent("everything held out", name -> new ArrayList<>())
                    .add(row);
        }
        if (isTalkative && score.f() < .8) {
            OUT.printf(
                    Locale.ROOT,
                    "  %-20s %-24s %6.1f BPM heard as %6.1f  F %.2f  AMLt %.2f  confidence %.2f%n",
                    song.name(),
                    group,
                    song.bpm(),
                    heard.bpm(),
                    score.f(),
                    score.amlt(),
                    heard.confidence());
        }
    }

    private static boolean isNear(TempoCandidate candidate, double bpm) {
        return Math.abs(candidate.bpm() / bpm - 1) < .04;
    }

    private static BeatScore score(double[] truth, double[] heard, double[] span) {
        double last = span[span.length - 1] + .07;
        List<Double> inside = new ArrayList<>();
        for (double at : heard) {
            if (at >= span[0] - .07 && at <= last) {
                inside.add(at);
            }
        }
        return BeatScore.from(BeatScore.TRIM_SECONDS, truth, numbers(inside));
    }

    private static double[] times(SongAnalysis heard, boolean isBars) {
        return heard.beats().stream()
                .filter(beat -> !isBars || beat.isDownbeat())
                .mapToDouble(Beat::seconds)
                .toArray();
    }

    private static double[] numbers(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void print() {
        OUT.println("made songs, analyzer " + SongAnalyzer.VERSION + "; F and AMLt as BeatBench counts them");
        groups.forEach((name, rows) -> OUT.printf(
                Locale.ROOT,
                "%-24s %3d songs  F %.3f  AMLt %.3f  tempo within 4 %% %.2f, among two candidates %.2f"
                        + "  downbeat F %.3f  p90 error %4.1f ms  calibration error %.3f%n",
                name,
                rows.size(),
                mean(rows, row -> row.beats.f()),
                mean(rows, row -> row.beats.amlt()),
                mean(rows, row -> row.isTempoRight ? 1 : 0),
                mean(rows, row -> row.isTempoOffered ? 1 : 0),
                mean(rows, Row::barF),
                1000 * mean(rows, row -> Double.isNaN(row.beats.p90Error()) ? 0 : row.beats.p90Error()),
                calibrationError(rows)));
    }

    private static double mean(List<Row> rows, ToDoubleFunction<Row> value) {
        return rows.stream().mapToDouble(value).average().orElse(0);
    }

    /** Expected calibration error over ten equal steps of confidence; a song is right from F 0.8 on. */
    private static double calibrationError(List<Row> rows) {
        double[] claimed = new double[10];
        double[] right = new double[10];
        for (Row row : rows) {
            int step = Math.min(9, (int) (row.confidence * 10));
            claimed[step] += row.confidence;
            right[step] += row.beats.f() >= .8 ? 1 : 0;
        }
        double error = 0;
        for (int step = 0; step < 10; step++) {
            error += Math.abs(claimed[step] - right[step]) / rows.size();
        }
        return error;
    }

    private record Row(BeatScore beats, double barF, boolean isTempoOffered, boolean isTempoRight, double confidence) {}
}
