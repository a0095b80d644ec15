// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * The score of a synthesised song in 4/4: what plays in each bar.
 *
 * @param bpm tempo
 * @param leadInSeconds silence before the first beat
 * @param parts in order
 */
public record SongPlan(double bpm, double leadInSeconds, List<Part> parts) {

    static final int BEATS_PER_BAR = 4;

    /** What a part sounds like; each adds to the one before in energy. */
    public enum Character {
        INTRO,
        VERSE,
        BUILD,
        CHORUS,
        BREAK,
        OUTRO
    }

    /**
     * @param character what plays
     * @param bars how long
     */
    public record Part(Character character, int bars) {}

    public SongPlan {
        parts = List.copyOf(parts);
    }

    /** The song of the demo: 124 BPM, 40 bars, 77 seconds, two choruses. */
    public static SongPlan demo() {
        return new SongPlan(
                124,
                0.25,
                List.of(
                        new Part(Character.INTRO, 4),
                        new Part(Character.VERSE, 8),
                        new Part(Character.BUILD, 4),
                        new Part(Character.CHORUS, 8),
                        new Part(Character.BREAK, 4),
                        new Part(Character.CHORUS, 8),
                        new Part(Character.OUTRO, 4)));
    }

    /** Returns seconds from one beat to the next. */
    public double beatSeconds() {
        return 60 / bpm;
    }

    public int bars() {
        return parts.stream().mapToInt(Part::bars).sum();
    }

    public double durationSeconds() {
        return leadInSeconds + bars() * BEATS_PER_BAR * beatSeconds() + 1.0;
    }

    /** Returns every beat in seconds; the first of each four is a downbeat. */
    public List<Double> beats() {
        List<Double> beats = new ArrayList<>();
        for (int i = 0; i < bars() * BEATS_PER_BAR; i++) {
            beats.add(leadInSeconds + i * beatSeconds());
        }
        return List.copyOf(beats);
    }

    /** Returns what plays in a bar, zero-based. */
    Character characterOf(int bar) {
        int first = 0;
        for (Part part : parts) {
            if (bar < first + part.bars()) {
                return part.character();
            }
            first += part.bars();
        }
        throw new IllegalArgumentException("bar: " + bar + " (expected: 0.." + (bars() - 1) + ")");
    }

    /** Tells whether a bar is the last one of its part. */
    boolean isLastOfPart(int bar) {
        int end = 0;
        for (Part part : parts) {
            end += part.bars();
            if (bar < end) {
                return bar == end - 1;
            }
        }
        return false;
    }
}
