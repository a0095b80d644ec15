// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.style;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.CutKind;
import dev.rushes.editorial.footage.DetectedCut;
import dev.rushes.editorial.footage.DetectedShot;
import dev.rushes.editorial.footage.ShotType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Learns a creator's habits from finished videos (STY-02..12, X-04..X-07). Works from one video on.
 *
 * <p>Every statistic is that of what was seen plus a few pseudo-observations of the shipped style: {@value #PRIOR_SHOTS}
 * shots, {@value #PRIOR_PAIRS} pairs of neighbours, {@value #PRIOR_CUTS} changes of shot and {@value RhythmLearner#PRIOR_BEATS}
 * beats. One reel of 15 shots thus counts four fifths, ten reels count more than 97 percent; the weights are taste. Nothing
 * else is smoothed: whoever turns joint shares into conditional ones smooths there.
 *
 * <p>Definitions:
 *
 * <ul>
 *   <li>Shot length: seconds from a shot's first frame to the next shot's; a dissolve is split in its middle.
 *   <li>Holds: mean length of a size. A size seldom seen is drawn to the creator's own mean, scaled as the shipped style
 *       scales that size.
 *   <li>Angle and shot type pairs: joint shares over neighbours within a video; same_angle_repeat_rate is the share of
 *       equal angles among them, max_same_angle_streak the longest run in any video, without prior.
 *   <li>cuts_per_beat, beat_skip_rate and what loud and quiet music asks for: see {@link RhythmLearner}.
 *   <li>min_visual_quality: 5 percent quantile of the shots' quality, at most {@value #HIGHEST_QUALITY_FLOOR}, since raw
 *       footage is never as good as a graded edit. Blur and exposure of single shots are not measured in finished videos:
 *       those thresholds stay the shipped ones.
 * </ul>
 */
public final class StyleLearner {

    static final double PRIOR_SHOTS = 4;
    static final double PRIOR_PAIRS = 4;
    static final double PRIOR_CUTS = 4;

    private static final double HIGHEST_QUALITY_FLOOR = 0.5;
    private static final double[] QUANTILES = {0.10, 0.25, 0.50, 0.75, 0.90};
    private static final StyleProfile PRIOR = DefaultStyle.profile();

    private final List<FinishedVideo> videos;
    private final List<DetectedShot> shots;

    private StyleLearner(List<FinishedVideo> videos) {
        this.videos = videos;
        this.shots = videos.stream().flatMap(v -> v.video().shots().stream()).toList();
    }

    /**
     * Learns a profile.
     *
     * @param now becomes the profile's last_updated
     * @throws IllegalArgumentException when no video has a shot
     */
    public static StyleProfile learn(String creatorId, List<FinishedVideo> videos, Instant now) {
        List<FinishedVideo> useful =
                videos.stream().filter(v -> !v.video().shots().isEmpty()).toList();
        if (useful.isEmpty()) {
            throw new IllegalArgumentException(
                    "videos: " + videos.size() + ", none with a shot (expected: at least one finished video)");
        }
        return new StyleLearner(useful).profile(creatorId, now);
    }

    private StyleProfile profile(String creatorId, Instant now) {
        StyleProfile.ShotPatterns patterns = shotPatterns();
        RhythmLearner rhythm = new RhythmLearner(videos, patterns.avgShotLength());
        return new StyleProfile(
                creatorId,
                videos.size(),
                now,
                patterns,
                sequencing(),
                new StyleProfile.Pacing(
                        rhythm.cutsPerBeat(),
                        rhythm.beatSkipRate(),
                        hold(ShotType.CLOSE_UP, patterns),
                        hold(ShotType.MEDIUM, patterns),
                        hold(ShotType.WIDE, patterns)),
                rhythm.loud(),
                rhythm.quiet(),
                transitions(),
                quality(),
                null);
    }

    private StyleProfile.ShotPatterns shotPatterns() {
        WeightedSample lengths = new WeightedSample();
        shots.forEach(shot -> lengths.add(length(shot), 1));
        List<Double> typical = PRIOR.shotPatterns().shotLengthDistribution();
        typical.forEach(length -> lengths.add(length, PRIOR_SHOTS / typical.size()));
        List<Double> quantiles =
                Arrays.stream(QUANTILES).mapToObj(lengths::quantile).toList();
        Map<String, Double> types = new TreeMap<>();
        for (ShotType type : ShotType.values()) {
            long seen = shots.stream()
                    .filter(shot -> shot.framing().shotType() == type)
                    .count();
            double prior = PairShares.share(PRIOR.shotPatterns().shotTypes(), type.word());
            types.put(type.word(), shrunk(seen, shots.size(), prior, PRIOR_SHOTS));
        }
        return new StyleProfile.ShotPatterns(lengths.mean(), lengths.standardDeviation(), quantiles, types);
    }

    private double hold(ShotType type, StyleProfile.ShotPatterns patterns) {
        double usual = patterns.avgShotLength()
                * PRIOR.pacing().hold(type)
                / PRIOR.shotPatterns().avgShotLength();
        WeightedSample lengths = new WeightedSample();
        lengths.add(usual, PRIOR_SHOTS);
        shots.stream().filter(shot -> shot.framing().shotType() == type).forEach(shot -> lengths.add(length(shot), 1));
        return lengths.mean();
    }

    private StyleProfile.Sequencing sequencing() {
        Map<String, Double> angles =
                pairs(shot -> shot.framing().angle().word(), PRIOR.sequencing().angleTransitions());
        double repeats = 0;
        for (Angle angle : Angle.values()) {
            repeats += PairShares.share(angles, PairShares.key(angle.word(), angle.word()));
        }
        Map<String, Double> types = pairs(
                shot -> shot.framing().shotType().word(), PRIOR.sequencing().shotTypeTransitions());
        return new StyleProfile.Sequencing(angles, Math.min(1, repeats), longestStreak(), types);
    }

    /** Returns the joint shares of neighbouring words, drawn to {@code prior} by its pseudo-pairs. */
    private Map<String, Double> pairs(Function<DetectedShot, String> word, Map<String, Double> prior) {
        Map<String, Double> counts = new TreeMap<>();
        int pairCount = 0;
        for (FinishedVideo video : videos) {
            List<DetectedShot> row = video.video().shots();
            for (int i = 1; i < row.size(); i++) {
                counts.merge(PairShares.key(word.apply(row.get(i - 1)), word.apply(row.get(i))), 1.0, Double::sum);
                pairCount++;
            }
        }
        Map<String, Double> joint = new TreeMap<>();
        for (Map.Entry<String, Double> pair : prior.entrySet()) {
            double seen = PairShares.share(counts, pair.getKey());
            joint.put(pair.getKey(), shrunk(seen, pairCount, pair.getValue(), PRIOR_PAIRS));
        }
        return joint;
    }

    private int longestStreak() {
        int longest = 1;
        for (FinishedVideo video : videos) {
            int run = 0;
            Angle last = null;
            for (DetectedShot shot : video.video().shots()) {
                run = shot.framing().angle() == last ? run + 1 : 1;
                last = shot.framing().angle();
                longest = Math.max(longest, run);
            }
        }
        return longest;
    }

    private Map<String, Double> transitions() {
        List<DetectedCut> cuts =
                videos.stream().flatMap(v -> v.video().cuts().stream()).toList();
        Map<String, Double> shares = new TreeMap<>();
        for (CutKind kind : CutKind.values()) {
            String word = transitionWord(kind);
            long seen = cuts.stream().filter(cut -> cut.kind() == kind).count();
            double prior = PairShares.share(PRIOR.transitionPreferences(), word);
            shares.put(word, shrunk(seen, cuts.size(), prior, PRIOR_CUTS));
        }
        return shares;
    }

    /** Returns the documented word of the transition that looks like a detected cut. */
    static String transitionWord(CutKind kind) {
        return switch (kind) {
            case HARD_CUT -> "hard_cut";
            case DISSOLVE -> "quick_dissolve";
            case WHIP_PAN -> "whip_pan";
        };
    }

    private StyleProfile.QualityThresholds quality() {
        WeightedSample seen = new WeightedSample();
        shots.forEach(shot -> seen.add(shot.visualQuality(), 1));
        double floor = Math.min(HIGHEST_QUALITY_FLOOR, seen.quantile(0.05));
        StyleProfile.QualityThresholds prior = PRIOR.quality();
        return new StyleProfile.QualityThresholds(
                shrunk(floor * shots.size(), shots.size(), prior.minVisualQuality(), PRIOR_SHOTS),
                prior.maxMotionBlur(),
                prior.minExposure(),
                prior.maxExposure());
    }

    /** Returns the mean of {@code count} observations with a sum and {@code weight} pseudo-observations of a prior. */
    static double shrunk(double sum, double count, double prior, double weight) {
        return (sum + weight * prior) / (count + weight);
    }

    static double length(DetectedShot shot) {
        return shot.end() - shot.start();
    }
}
