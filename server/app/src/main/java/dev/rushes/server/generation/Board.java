// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.generation;

import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.server.analysis.Finding;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.task.Progress;
import dev.rushes.server.task.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person sees of a generation: five steps with true counts and summaries in words, the share done, the expected rest. Not
 * thread-safe.
 */
final class Board {
    /** Share of the whole run by step; measured shape of a cold run: looking at footage dominates. */
    private static final Map<Step.Kind, Double> WEIGHTS = new EnumMap<>(Map.of(
            Step.Kind.READING_CLIPS, 0.10,
            Step.Kind.FINDING_BEATS, 0.08,
            Step.Kind.LOOKING_AT_FOOTAGE, 0.62,
            Step.Kind.LEARNING_STYLE, 0.08,
            Step.Kind.CHOOSING_SHOTS, 0.12));
    /** Before this share the rest is not foretold: too few counts to go by. */
    private static final double FORETELL_FROM = 0.05;

    private final Map<Step.Kind, Step> steps = new EnumMap<>(Step.Kind.class);
    private final Instant begunAt;
    private double fraction;

    /** Goes on from {@code before}, the progress of an earlier attempt, so that the share never falls. */
    Board(Progress before, Instant begunAt) {
        this.fraction = before.fraction();
        this.begunAt = begunAt;
        before.steps().forEach(step -> steps.put(step.kind(), step));
    }

    /**
     * Takes over what is known of the files.
     *
     * @param song the song as it was heard and repaired, once it was heard
     */
    void look(Rushes rushes, Optional<SongAnalysis> song, boolean learns) {
        List<Rushes.Looked> clips = rushes.of(MediaKind.CLIP);
        int arrived = (int) clips.stream().filter(clip -> clip.media().active()).count();
        put(Step.Kind.READING_CLIPS, arrived, clips.size(), readSummary(clips));
        put(
                Step.Kind.FINDING_BEATS,
                song.isPresent() ? 1 : 0,
                1,
                song.map(Board::songSummary).orElse(""));
        int looked = (int) clips.stream().filter(Rushes.Looked::isEnded).count();
        put(Step.Kind.LOOKING_AT_FOOTAGE, looked, clips.size(), footageSummary(rushes));
        List<Rushes.Looked> videos = rushes.of(MediaKind.FINISHED_VIDEO);
        int taken = (int) videos.stream().filter(Rushes.Looked::isEnded).count();
        if (learns
                && !videos.isEmpty()
                && !steps.getOrDefault(Step.Kind.LEARNING_STYLE, Step.pending(Step.Kind.LEARNING_STYLE))
                        .isEnded()) {
            steps.put(
                    Step.Kind.LEARNING_STYLE,
                    new Step(Step.Kind.LEARNING_STYLE, Step.State.RUNNING, taken, videos.size(), ""));
        }
    }

    /** Sets one step outright. */
    void set(Step step) {
        steps.put(step.kind(), step);
    }

    /** Marks the step under way as failed. */
    void failed(Step.Kind kind) {
        Step step = steps.getOrDefault(kind, Step.pending(kind));
        steps.put(kind, new Step(kind, Step.State.FAILED, step.done(), step.total(), step.summary()));
    }

    Progress progress(Instant now) {
        double share = 0;
        for (Step step : steps.values()) {
            double done = step.isEnded() ? 1 : step.total() == 0 ? 0 : (double) step.done() / step.total();
            share += WEIGHTS.getOrDefault(step.kind(), 0.0) * done;
        }
        fraction = Math.clamp(share, fraction, 1);
        return new Progress(fraction, List.copyOf(steps.values()), remaining(now));
    }

    Progress finished(Instant now) {
        fraction = 1;
        return progress(now);
    }

    private @Nullable Long remaining(Instant now) {
        if (fraction < FORETELL_FROM) {
            return null;
        }
        double elapsed = Duration.between(begunAt, now).toMillis();
        return Math.round(elapsed / fraction * (1 - fraction));
    }

    private void put(Step.Kind kind, int done, int total, String summary) {
        Step.State state = total > 0 && done == total ? Step.State.SUCCEEDED : Step.State.RUNNING;
        steps.put(kind, new Step(kind, state, done, total, summary));
    }

    private static String readSummary(List<Rushes.Looked> clips) {
        double seconds = 0;
        boolean known = true;
        for (Rushes.Looked clip : clips) {
            if (clip.finding() instanceof Finding.OfClip found) {
                seconds += found.features().durationSeconds();
            } else {
                known &= clip.isEnded();
            }
        }
        String count = clips.size() + (clips.size() == 1 ? " clip" : " clips");
        long whole = Math.round(seconds);
        return !known || clips.isEmpty() ? count : count + ", " + words(whole);
    }

    private static String words(long seconds) {
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    static String songSummary(SongAnalysis song) {
        return song.beats().isEmpty()
                ? "no steady beat found"
                : String.format(
                        Locale.ROOT,
                        "%.0f BPM, %d beats",
                        song.bpm(),
                        song.beats().size());
    }

    /** "45 usable, 2 too shaky": rejected clips are grouped by the first words of their reason. */
    static String footageSummary(Rushes rushes) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Rushes.Looked clip : rushes.of(MediaKind.CLIP)) {
            String reason = clip.rejection();
            if (reason != null) {
                counts.merge(shortReason(clip, reason), 1, Integer::sum);
            }
        }
        StringBuilder text =
                new StringBuilder().append(rushes.candidates().size()).append(" usable");
        counts.forEach(
                (reason, count) -> text.append(", ").append(count).append(' ').append(reason));
        return text.toString();
    }

    private static String shortReason(Rushes.Looked clip, String reason) {
        if (clip.finding() instanceof Finding.Rejected rejected) {
            return rejected.code().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
        if (clip.finding() == null) {
            return "not looked at";
        }
        String first = reason.split("[:;,.(]", 2)[0].strip().toLowerCase(Locale.ROOT);
        return first.isEmpty() || first.length() > 40 ? "unusable" : first;
    }
}
