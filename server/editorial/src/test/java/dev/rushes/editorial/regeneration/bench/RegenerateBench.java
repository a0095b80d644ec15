// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.regeneration.bench;

import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.regeneration.Instruction;
import dev.rushes.editorial.regeneration.RegenerationOutcome;
import dev.rushes.editorial.regeneration.RegenerationRequest;
import dev.rushes.editorial.regeneration.Regenerator;
import dev.rushes.editorial.sequence.Candidate;
import dev.rushes.editorial.sequence.Effort;
import dev.rushes.editorial.sequence.SequenceFixtures;
import dev.rushes.editorial.sequence.SequenceOptimizer;
import dev.rushes.editorial.sequence.SequenceOutcome;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Timeline;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures regenerations of a 60 s timeline with 200 clips, warm, CPU milliseconds of one thread: the quick first proposal and the full
 * one, for the whole timeline and for a section of 15 s, and how often each instruction finds a proposal.
 */
public final class RegenerateBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final SequenceOptimizer OPTIMIZER = new SequenceOptimizer();
    private static final Regenerator REGENERATOR = new Regenerator(OPTIMIZER);

    private RegenerateBench() {}

    /** Argument: number of timelines (default 6). */
    public static void main(String[] arguments) {
        int instances = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 6;
        measure("warming up", 2, false, Effort.FULL, Instruction.MAKE_TIGHTER);
        System.out.println("60 s, 200 clips of 4-12 s, 128 bpm, one thread, " + instances + " timelines, JDK "
                + Runtime.version());
        System.out.println("what                                       cpu ms p50     p95   proposals");
        for (boolean whole : new boolean[] {true, false}) {
            for (Effort effort : Effort.values()) {
                for (Instruction instruction : Instruction.values()) {
                    measure(
                            (whole ? "whole " : "15 s ") + effort.name().toLowerCase(Locale.ROOT) + " "
                                    + instruction.word(),
                            instances,
                            whole,
                            effort,
                            instruction);
                }
            }
        }
    }

    private static void measure(String what, int instances, boolean whole, Effort effort, Instruction instruction) {
        List<Double> millis = new ArrayList<>();
        int proposals = 0;
        for (int seed = 0; seed < instances; seed++) {
            RegenerationRequest request = request(500 + seed, whole, instruction);
            long begin = THREADS.getCurrentThreadCpuTime();
            RegenerationOutcome outcome = REGENERATOR.regenerate(request, effort, null);
            millis.add((THREADS.getCurrentThreadCpuTime() - begin) / 1e6);
            if (outcome instanceof RegenerationOutcome.Proposal) {
                proposals++;
            }
        }
        millis.sort(Double::compare);
        System.out.printf(
                Locale.ROOT,
                "%-42s %10.1f %7.1f   %d of %d%n",
                what,
                millis.get(millis.size() / 2),
                millis.get((int) Math.ceil(0.95 * millis.size()) - 1),
                proposals,
                instances);
    }

    private static RegenerationRequest request(long seed, boolean whole, Instruction instruction) {
        SongAnalysis song = SequenceFixtures.song(128, 165, seed);
        List<Candidate> clips = SequenceFixtures.clips(200, seed);
        SequenceOutcome outcome =
                OPTIMIZER.optimize(SequenceFixtures.request(FrameRate.FPS_30, 60, song, clips, seed), Effort.QUICK);
        Timeline timeline = ((SequenceOutcome.Cut) outcome).timeline();
        FrameRange section = whole ? timeline.range() : new FrameRange(timeline.frameCount() / 3, 15 * 30);
        return new RegenerationRequest(
                timeline,
                section,
                instruction,
                RegenerationRequest.Constraints.NONE,
                new RegenerationRequest.Material(song, clips, SequenceFixtures.style(0), Set.of()),
                seed);
    }
}
