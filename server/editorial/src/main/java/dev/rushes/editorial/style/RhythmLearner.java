// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.style;

import dev.rushes.editorial.footage.DetectedShot;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.SongAnalysis;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Learns how cuts sit on the beat and what loud and quiet music asks for. Definitions:
 *
 * <ul>
 *   <li>cuts_per_beat: changes of shot divided by beats, over all videos with a beat grid. The prior is one cut each mean
 *       shot length at 120 beats per minute, and all there is when no video has a grid.
 *   <li>beat_skip_rate: each change of shot belongs to the nearest beat; the share of beats from the first to the last of
 *       these that have none. The prior is 1 - cuts_per_beat.
 *   <li>Loud and quiet: within each video its shots are ranked by the mean energy under them; those from the upper third of
 *       the video's time up are loud, those from the lower third down are quiet. A video whose shots all lie on the same
 *       energy has neither.
 *   <li>preferred_shot_type: the most frequent size there, with the creator's overall shares as {@value
 *       StyleLearner#PRIOR_SHOTS} pseudo-shots.
 *   <li>cut_frequency: the mean shot length there in beats, to the nearest of 1, 2, 4 and 8 on a logarithmic scale.
 *   <li>motion_preference: the mean motion intensity there.
 * </ul>
 */
final class RhythmLearner {

    static final double PRIOR_BEATS = 8;

    /** Energies of one video closer than this are one energy. */
    private static final double FLAT = 0.02;

    /** How far the shipped style's loud and quiet motion lie from their middle. */
    private static final double MOTION_LEAN =
            (DefaultStyle.profile().highEnergy().motionPreference()
                            - DefaultStyle.profile().lowEnergy().motionPreference())
                    / 2;

    /** Shot length of the shipped style in beats. */
    private static final double DEFAULT_BEATS =
            DefaultStyle.profile().shotPatterns().avgShotLength() * DefaultStyle.BPM / 60;

    private record Heard(DetectedShot shot, double energy, double beats) {}

    private final List<FinishedVideo> videos;
    private final double usualBeats;
    private final List<Heard> heard = new ArrayList<>();
    private final List<Heard> loud = new ArrayList<>();
    private final List<Heard> quiet = new ArrayList<>();

    /**
     * @param avgShotLength the creator's mean shot length in seconds
     */
    RhythmLearner(List<FinishedVideo> videos, double avgShotLength) {
        this.videos = videos;
        this.usualBeats = avgShotLength * DefaultStyle.BPM / 60;
        for (FinishedVideo video : videos) {
            SongAnalysis song = video.song();
            if (song != null && video.hasBeats()) {
                sort(video, song);
            }
        }
    }

    private void sort(FinishedVideo video, SongAnalysis song) {
        WeightedSample energies = new WeightedSample();
        List<Heard> row = new ArrayList<>();
        for (DetectedShot shot : video.video().shots()) {
            double length = StyleLearner.length(shot);
            Heard one = new Heard(shot, song.energy().mean(shot.start(), shot.end()), length * song.bpm() / 60);
            row.add(one);
            energies.add(one.energy, length);
        }
        heard.addAll(row);
        double low = energies.quantile(1 / 3.0);
        double high = energies.quantile(2 / 3.0);
        if (high - low < FLAT) {
            return;
        }
        row.stream().filter(one -> one.energy >= high).forEach(loud::add);
        row.stream().filter(one -> one.energy <= low).forEach(quiet::add);
    }

    double cutsPerBeat() {
        double cuts = 0;
        double beats = 0;
        for (FinishedVideo video : videos) {
            if (video.hasBeats()) {
                cuts += video.video().shots().size() - 1;
                beats += beats(video).size();
            }
        }
        return StyleLearner.shrunk(cuts, beats, Math.min(1, 1 / usualBeats), PRIOR_BEATS);
    }

    double beatSkipRate() {
        double skipped = 0;
        double beats = 0;
        for (FinishedVideo video : videos) {
            List<Double> grid = beats(video);
            List<DetectedShot> shots = video.video().shots();
            if (grid.isEmpty() || shots.size() < 2) {
                continue;
            }
            Set<Integer> cut = new HashSet<>();
            int first = nearest(grid, shots.get(1).start());
            int last = nearest(grid, shots.getLast().start());
            shots.subList(1, shots.size()).forEach(shot -> cut.add(nearest(grid, shot.start())));
            beats += last - first + 1;
            skipped += last - first + 1 - cut.size();
        }
        return StyleLearner.shrunk(skipped, beats, 1 - Math.min(1, cutsPerBeat()), PRIOR_BEATS);
    }

    StyleProfile.SectionPreference loud() {
        return preference(loud, DefaultStyle.profile().highEnergy(), 2 / DEFAULT_BEATS, MOTION_LEAN);
    }

    StyleProfile.SectionPreference quiet() {
        return preference(quiet, DefaultStyle.profile().lowEnergy(), 4 / DEFAULT_BEATS, -MOTION_LEAN);
    }

    /**
     * @param stretch length of a shot here as a multiple of the creator's mean, by the shipped style
     * @param lean motion here minus the creator's mean, by the shipped style
     */
    private StyleProfile.SectionPreference preference(
            List<Heard> here, StyleProfile.SectionPreference prior, double stretch, double lean) {
        double weight = StyleLearner.PRIOR_SHOTS;
        double beatSum = here.stream().mapToDouble(Heard::beats).sum();
        double beats = StyleLearner.shrunk(beatSum, here.size(), overallBeats() * stretch, weight);
        double motionSum =
                here.stream().mapToDouble(one -> one.shot.motionIntensity()).sum();
        double usualMotion = Math.clamp(overallMotion() + lean, 0, 1);
        return new StyleProfile.SectionPreference(
                here.isEmpty() ? prior.preferredShotType() : preferredType(here),
                frequency(beats),
                StyleLearner.shrunk(motionSum, here.size(), usualMotion, weight));
    }

    private ShotType preferredType(List<Heard> here) {
        ShotType best = ShotType.MEDIUM;
        double bestCount = -1;
        for (ShotType type : ShotType.values()) {
            double count = count(here, type) + StyleLearner.PRIOR_SHOTS * count(heard, type) / heard.size();
            if (count > bestCount) {
                best = type;
                bestCount = count;
            }
        }
        return best;
    }

    private static double count(List<Heard> shots, ShotType type) {
        return shots.stream()
                .filter(one -> one.shot.framing().shotType() == type)
                .count();
    }

    private double overallBeats() {
        return heard.isEmpty()
                ? usualBeats
                : heard.stream().mapToDouble(Heard::beats).average().orElse(usualBeats);
    }

    private double overallMotion() {
        List<DetectedShot> shots =
                videos.stream().flatMap(v -> v.video().shots().stream()).toList();
        return shots.stream()
                .mapToDouble(DetectedShot::motionIntensity)
                .average()
                .orElse(0);
    }

    /** Returns the documented word of a length in beats. */
    static String frequency(double beats) {
        int power = (int) Math.clamp(Math.round(Math.log(beats) / Math.log(2)), 0, 3);
        return power == 0 ? "every_beat" : "every_" + (1 << power) + "_beats";
    }

    /** Returns the beats that lie inside the video, none without a grid. */
    private static List<Double> beats(FinishedVideo video) {
        SongAnalysis song = video.song();
        if (song == null || !video.hasBeats()) {
            return List.of();
        }
        double end = video.video().durationSeconds();
        return song.beats().stream()
                .map(Beat::seconds)
                .filter(at -> at >= 0 && at < end)
                .toList();
    }

    private static int nearest(List<Double> grid, double seconds) {
        int best = 0;
        for (int i = 1; i < grid.size(); i++) {
            if (Math.abs(grid.get(i) - seconds) < Math.abs(grid.get(best) - seconds)) {
                best = i;
            }
        }
        return best;
    }
}
