// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.ExcerptSuggestion;
import dev.rushes.editorial.music.Section;
import dev.rushes.editorial.music.SongEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Chooses the best 15, 30 and 60 seconds of a song: they start and end on a downbeat, begin with a section, hold a drop and
 * are loud, in this order of weight.
 */
final class Excerpts {

    private static final double[] TARGETS = {15, 30, 60};
    private static final double SECTION_START = .25;
    private static final double SECTION_END = .15;
    private static final double HOLDS_DROP = .2;
    private static final double FOUR_BARS = .1;
    private static final double NEAR_SECONDS = .3;

    private final double duration;
    private final double[] starts;
    private final List<Section> sections;
    private final List<SongEvent> events;
    private final EnergyCurve energy;

    private Excerpts(
            double duration, double[] starts, List<Section> sections, List<SongEvent> events, EnergyCurve energy) {
        this.duration = duration;
        this.starts = starts;
        this.sections = sections;
        this.events = events;
        this.energy = energy;
    }

    static List<ExcerptSuggestion> of(
            double duration, List<Beat> beats, List<Section> sections, List<SongEvent> events, EnergyCurve energy) {
        double[] bars = beats.stream()
                .filter(Beat::isDownbeat)
                .mapToDouble(Beat::seconds)
                .toArray();
        double[] starts = bars.length >= 2
                ? bars
                : sections.stream().mapToDouble(Section::start).toArray();
        Excerpts excerpts = new Excerpts(duration, starts, sections, events, energy);
        List<ExcerptSuggestion> chosen = new ArrayList<>();
        for (double target : TARGETS) {
            if (target < duration) {
                excerpts.addBest(target, chosen);
            }
        }
        return chosen;
    }

    private void addBest(double target, List<ExcerptSuggestion> chosen) {
        double bestScore = Double.NEGATIVE_INFINITY;
        int best = -1;
        for (int i = 0; i < starts.length; i++) {
            double end = end(i, target);
            double score = score(starts[i], end, target) + (i % 4 == 0 ? FOUR_BARS : 0);
            if (end <= duration + .01 && end - starts[i] >= target / 2 && score > bestScore) {
                bestScore = score;
                best = i;
            }
        }
        if (best >= 0) {
            double end = end(best, target);
            chosen.add(new ExcerptSuggestion(target, starts[best], end, reason(starts[best], end)));
        }
    }

    private double score(double start, double end, double target) {
        double score = energy.mean(start, end) - Math.abs(target - (end - start)) / target;
        for (Section section : sections) {
            score += Math.abs(section.start() - start) < NEAR_SECONDS ? SECTION_START : 0;
            score += Math.abs(section.end() - end) < NEAR_SECONDS ? SECTION_END : 0;
        }
        return score + (holdsDrop(start, end) ? HOLDS_DROP : 0);
    }

    private boolean holdsDrop(double start, double end) {
        return events.stream()
                .anyMatch(event -> event.kind() == SongEvent.Kind.DROP
                        && event.start() >= start - NEAR_SECONDS
                        && event.end() < end);
    }

    private String reason(double start, double end) {
        String place = sections.stream()
                .filter(section -> Math.abs(section.start() - start) < NEAR_SECONDS)
                .map(section -> ", where the " + section.label() + " begins")
                .findFirst()
                .orElse("");
        return String.format(
                Locale.ROOT, "From %.1f s%s%s.", start, place, holdsDrop(start, end) ? ", with a drop" : "");
    }

    /** Last bar line within the target, or the target itself where no bars are known. */
    private double end(int from, double target) {
        double limit = starts[from] + target + .01;
        int at = Arrays.binarySearch(starts, limit);
        at = at >= 0 ? at : -at - 2;
        return at > from ? starts[at] : Math.min(duration, starts[from] + target);
    }
}
