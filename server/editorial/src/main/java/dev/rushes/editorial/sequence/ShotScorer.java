// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.reason.ScorePart;
import dev.rushes.editorial.time.FrameRange;
import java.util.ArrayList;
import java.util.List;

/**
 * What a take is worth on a place, as terms that add up. Terms of content count per beat shown, so that many short shots are
 * worth no more than few long ones; terms of rhythm count once per shot. The weights are taste.
 */
final class ShotScorer {

    private static final double QUALITY_WEIGHT = 1.2;
    private static final double MOTION_WEIGHT = 2.5;
    private static final double MOTION_BASE = 0.3;
    private static final double SIZE_WEIGHT = 0.35;
    private static final double DOWNBEAT = 0.4;
    private static final double HALF_BAR = 0.1;
    private static final double SECTION_START = 0.4;
    private static final double OFF_BEAT = -0.3;

    /** Cost per beat of what stands there now, when a person asked for something else (taste: a little more than good motion is worth). */
    private static final double AGAIN = -0.6;

    /** Worth per beat of a size that a person asked for (taste: outweighs the style's shares of sizes). */
    private static final double PREFERRED = 0.6;

    /** Cost per beat of losing the subject altogether to the crop (taste: as much as a bad mismatch of motion). */
    private static final double FIT_WEIGHT = 1.5;

    /** Most sub-windows tried in one window. */
    private static final int TRIES = 12;

    private final StyleTerms style;
    private final SongMood mood;
    private final CutGrid grid;
    private final Excerpt excerpt;
    private final Wishes wishes;

    ShotScorer(StyleTerms style, SongMood mood, CutGrid grid, Excerpt excerpt, Wishes wishes) {
        this.style = style;
        this.mood = mood;
        this.grid = grid;
        this.excerpt = excerpt;
        this.wishes = wishes;
    }

    /**
     * A place between two cut points.
     *
     * @param record frames on the timeline
     * @param beats length in beats
     * @param energy mean energy of the music, 0..1
     * @param loudness 0 in the quiet third of the song, 1 in the loud third
     * @param wantedMotion motion the style wants here, 0..1
     * @param rhythm by how much longer than the mean shots of this phrase are
     * @param opening what beginning at this point is worth
     */
    record Place(
            FrameRange record,
            double beats,
            double energy,
            double loudness,
            double wantedMotion,
            double rhythm,
            double opening) {}

    Place place(int from, int to) {
        FrameRange record =
                FrameRange.between(grid.point(from).frame(), grid.point(to).frame());
        double start = excerpt.music().startSeconds() + grid.rate().seconds(record.start());
        double end = excerpt.music().startSeconds() + grid.rate().seconds(record.end());
        double loudness = mood.loudness(start, end);
        return new Place(
                record,
                record.count() / grid.beatFrames(),
                mood.energy(start, end),
                loudness,
                style.wantedMotion(loudness),
                style.rhythm(record.start() / grid.beatFrames()),
                opening(grid.point(from)));
    }

    private double opening(CutGrid.Point point) {
        double worth = point.isSectionStart() ? SECTION_START : 0;
        if (point.barPosition() == 1) {
            worth += DOWNBEAT;
        } else if (point.barPosition() == 3) {
            worth += HALF_BAR;
        } else if (point.beatIndex() < 0 && excerpt.isGridTrusted()) {
            worth += OFF_BEAT;
        }
        return worth;
    }

    /**
     * Finds the best frames of a take for a place.
     *
     * @return first source frame, or -1 if the take is too short
     */
    long bestStart(Take take, Place place) {
        long best = -1;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (Take.Window window : take.windows()) {
            long room = window.range().count() - place.record().count();
            long step = Math.max(1, room / TRIES);
            for (long shift = 0; shift <= room; shift += step) {
                long start = window.range().start() + shift;
                double score = content(take, place, start, window.quality());
                if (score > bestScore) {
                    bestScore = score;
                    best = start;
                }
            }
        }
        return best;
    }

    /** Returns the motion of a stretch of a take, 0..1. */
    double motion(Take take, long start, long count) {
        return take.motion().over(grid.rate().seconds(start), grid.rate().seconds(start + count));
    }

    private double content(Take take, Place place, long start, double quality) {
        return quality(quality, place)
                + motionMatch(motion(take, start, place.record().count()), place)
                + fit(take, start, place);
    }

    /** A subject that a still or slowly panning crop cannot keep costs; one that it can is nothing special. */
    private double fit(Take take, long start, Place place) {
        double from = grid.rate().seconds(start);
        double to = grid.rate().seconds(start + place.record().count());
        return -FIT_WEIGHT * take.fit().lost(from, to) * place.beats();
    }

    private static double quality(double quality, Place place) {
        return QUALITY_WEIGHT * (quality - 0.5) * place.beats();
    }

    private static double motionMatch(double motion, Place place) {
        double miss = motion - place.wantedMotion();
        return (MOTION_BASE - MOTION_WEIGHT * miss * miss) * place.beats();
    }

    private double size(ClipFeatures features, Place place) {
        double sure = Math.clamp(features.framing().shotTypeConfidence(), 0.0, 1.0);
        double share = style.typeShare(features.framing().shotType(), place.loudness());
        double types = ShotType.values().length;
        return SIZE_WEIGHT * StrictMath.log((sure * share + (1 - sure) / types) * types) * place.beats();
    }

    private double duration(ClipFeatures features, Place place) {
        double seconds = grid.rate().seconds(place.record().count());
        return style.duration(
                seconds, place.rhythm() * style.wantedSeconds(features.framing().shotType(), place.loudness()));
    }

    /** Returns the score of a take on a place; see {@link #parts}. */
    double score(Take take, ClipFeatures features, Place place, long start) {
        return content(take, place, start, windowQuality(take, start))
                + size(features, place)
                + duration(features, place)
                + place.opening()
                + wish(take, features, place);
    }

    /** Returns the terms of {@link #score}, without the term for neighbours. */
    List<ScorePart> parts(Take take, ClipFeatures features, Place place, long start) {
        List<ScorePart> parts = new ArrayList<>(List.of(
                new ScorePart("quality", quality(windowQuality(take, start), place)),
                new ScorePart(
                        "motion_match",
                        motionMatch(motion(take, start, place.record().count()), place)),
                new ScorePart("size_match", size(features, place)),
                new ScorePart("duration", duration(features, place)),
                new ScorePart("bar_alignment", place.opening())));
        double fit = fit(take, start, place);
        if (fit != 0) {
            parts.add(new ScorePart("subject_fit", fit));
        }
        double wish = wish(take, features, place);
        if (wish != 0) {
            parts.add(new ScorePart("wish", wish));
        }
        return parts;
    }

    private double wish(Take take, ClipFeatures features, Place place) {
        double worth = wishes.discourages(take.clipId(), place.record()) ? AGAIN : 0;
        if (wishes.preferredTypes().contains(features.framing().shotType())) {
            worth += PREFERRED;
        }
        return worth * place.beats();
    }

    /** Returns the quality of the window that a source frame lies in, 0..1. */
    static double windowQuality(Take take, long start) {
        for (Take.Window window : take.windows()) {
            if (window.range().contains(start)) {
                return window.quality();
            }
        }
        return 0;
    }
}
