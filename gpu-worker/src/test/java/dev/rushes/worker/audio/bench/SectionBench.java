// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.bench;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.ExcerptSuggestion;
import dev.rushes.editorial.music.Section;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.testkit.demo.SongPlan;
import dev.rushes.testkit.demo.SongSynth;
import dev.rushes.worker.audio.SongAnalyzer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Prints how well the parts of constructed songs are found, and whether suggested excerpts start on a downbeat. Drawn are tempo,
 * number, order and length of the parts; nothing was tuned on them. A boundary counts within 3 s, or 0.5 s, of a true one, each
 * used once; the ends of the song do not count (mir_eval's {@code detection} with {@code trim}). Argument: how many songs,
 * default 24.
 */
public final class SectionBench {

    private static final double CONFIDENT = .5;

    private int excerpts;
    private int onHeardBars;
    private int onTrueBars;

    private SectionBench() {}

    public static void main(String[] args) {
        int songs = args.length > 0 ? Integer.parseInt(args[0]) : 24;
        new SectionBench().measure(songs);
    }

    private void measure(int songs) {
        double sumWide = 0;
        double sumNear = 0;
        for (int seed = 0; seed < songs; seed++) {
            SongPlan plan = plan(new Random(seed));
            SongAnalysis heard = new SongAnalyzer().analyze(mono(SongSynth.play(plan)), SongSynth.SAMPLE_RATE);
            List<Double> truth = boundaries(plan);
            List<Double> found =
                    heard.sections().stream().skip(1).map(Section::start).toList();
            double wide = f(truth, found, 3);
            sumWide += wide;
            sumNear += f(truth, found, .5);
            countExcerpts(plan, heard);
            System.out.printf(
                    Locale.ROOT,
                    "song %2d  %5.1f BPM  %3.0f s  %d boundaries, %d found  F at 3 s %.2f%n",
                    seed,
                    plan.bpm(),
                    heard.durationSeconds(),
                    truth.size(),
                    found.size(),
                    wide);
        }
        System.out.printf(
                Locale.ROOT,
                "%s, mean of %d: boundary F at 3 s %.3f, at 0.5 s %.3f; %d excerpts of songs with confidence %.1f or more:"
                        + " %d start on a heard downbeat, %d on a true one%n",
                SongAnalyzer.VERSION,
                songs,
                sumWide / songs,
                sumNear / songs,
                excerpts,
                CONFIDENT,
                onHeardBars,
                onTrueBars);
    }

    private void countExcerpts(SongPlan plan, SongAnalysis heard) {
        if (heard.confidence() < CONFIDENT) {
            return;
        }
        for (ExcerptSuggestion excerpt : heard.detail().excerpts()) {
            excerpts++;
            onHeardBars +=
                    heard.beats().stream().filter(Beat::isDownbeat).anyMatch(beat -> beat.seconds() == excerpt.start())
                            ? 1
                            : 0;
            double bars = (excerpt.start() - plan.leadInSeconds()) / (4 * plan.beatSeconds());
            onTrueBars += Math.abs(bars - Math.rint(bars)) * 4 * plan.beatSeconds() < .07 ? 1 : 0;
        }
    }

    private static SongPlan plan(Random random) {
        SongPlan.Character[] characters = SongPlan.Character.values();
        List<SongPlan.Part> parts = new ArrayList<>();
        int count = 5 + random.nextInt(5);
        while (parts.size() < count) {
            SongPlan.Character next = characters[random.nextInt(characters.length)];
            if (parts.isEmpty() || parts.getLast().character() != next) {
                parts.add(new SongPlan.Part(next, 4 * (1 + random.nextInt(4))));
            }
        }
        return new SongPlan(80 + 80 * random.nextDouble(), random.nextDouble(), parts);
    }

    private static List<Double> boundaries(SongPlan plan) {
        List<Double> boundaries = new ArrayList<>();
        int bars = 0;
        for (SongPlan.Part part : plan.parts().subList(0, plan.parts().size() - 1)) {
            bars += part.bars();
            boundaries.add(plan.leadInSeconds() + bars * 4 * plan.beatSeconds());
        }
        return boundaries;
    }

    /** Both lists ascend; the nearest free one is the first that is near enough. */
    private static double f(List<Double> truth, List<Double> found, double within) {
        int t = 0;
        int matched = 0;
        for (double at : found) {
            while (t < truth.size() && truth.get(t) < at - within) {
                t++;
            }
            if (t < truth.size() && truth.get(t) <= at + within) {
                matched++;
                t++;
            }
        }
        return truth.isEmpty() && found.isEmpty() ? 1 : 2.0 * matched / (truth.size() + found.size());
    }

    private static float[] mono(float[][] stereo) {
        float[] mono = new float[stereo[0].length];
        for (int i = 0; i < mono.length; i++) {
            mono[i] = (stereo[0][i] + stereo[1][i]) / 2;
        }
        return mono;
    }
}
