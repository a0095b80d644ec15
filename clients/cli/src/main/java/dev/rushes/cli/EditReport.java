// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.api.v1.Render;
import dev.rushes.api.v1.Shot;
import dev.rushes.api.v1.ShotType;
import dev.rushes.api.v1.Timeline;
import dev.rushes.api.v1.TimelineSong;
import dev.rushes.api.v1.Transition;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a finished edit says of itself.
 *
 * @param console where to print
 * @param request what was asked
 * @param render the video
 * @param timeline the cut
 * @param leftOut files not used, with the reason
 * @param elapsed time from the command to the file
 */
record EditReport(
        Console console,
        EditRequest request,
        Render render,
        Timeline timeline,
        Map<String, String> leftOut,
        Duration elapsed) {

    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final int LEFT_OUT_SHOWN = 8;

    void print(boolean json) {
        printWords(console.talk());
        if (json) {
            console.json(toJson());
        }
    }

    private void printWords(PrintStream talk) {
        if (!leftOut.isEmpty()) {
            talk.println();
            talk.println("  Not used:");
            leftOut.entrySet().stream()
                    .limit(LEFT_OUT_SHOWN)
                    .forEach(e -> talk.println("    " + e.getKey() + ": " + e.getValue()));
            if (leftOut.size() > LEFT_OUT_SHOWN) {
                talk.println("    and " + (leftOut.size() - LEFT_OUT_SHOWN) + " more; --json lists them all");
            }
        }
        talk.println();
        talk.printf(Locale.ROOT, "  0:00 %s %s   %s%n", strip(), clock(seconds(timeline.getFrameCount())), summary());
        talk.println("  one block a shot, as high as the music is loud there; shot sizes by screen time:");
        talk.println("  " + sizes());
        String notes = timeline.getReasoning().getNotes();
        if (!notes.isEmpty()) {
            talk.println("  " + notes);
        }
        talk.println();
        talk.printf(
                Locale.ROOT,
                "%s in %.1f s  %s%n",
                console.bold("Done"),
                elapsed.toMillis() / 1000.0,
                request.output().video());
        talk.println("  Every shot and why:  " + request.output().timeline());
        talk.println("  Another cut:         the same command with --seed " + (request.seed() + 1));
    }

    private String summary() {
        int shots = timeline.getShotsCount();
        String counted = shots == 1 ? "1 shot" : shots + " shots";
        return timeline.getTransitionsCount() == 0
                ? counted
                : counted + ", " + Math.round(100 * onBeatShare()) + " % of the cuts on a beat";
    }

    /** One block a shot, as high as the song is loud there. */
    private String strip() {
        TimelineSong song = timeline.getSong();
        StringBuilder strip = new StringBuilder();
        for (Shot shot : timeline.getShotsList()) {
            double middle = seconds(shot.getRecordRange().getStartFrame())
                    + seconds(shot.getRecordRange().getFrameCount()) / 2;
            int index = song.getEnergyHopSeconds() > 0 ? (int) (middle / song.getEnergyHopSeconds()) : 0;
            double energy = song.getEnergyCurveCount() == 0
                    ? 0
                    : song.getEnergyCurve(Math.min(index, song.getEnergyCurveCount() - 1));
            strip.append(BLOCKS.charAt((int) Math.clamp(energy * BLOCKS.length(), 0, BLOCKS.length() - 1)));
        }
        return strip.toString();
    }

    private String sizes() {
        Map<ShotType, Long> frames = new EnumMap<>(ShotType.class);
        for (Shot shot : timeline.getShotsList()) {
            frames.merge(shot.getMetadata().getShotType(), shot.getRecordRange().getFrameCount(), Long::sum);
        }
        List<String> parts = new ArrayList<>();
        frames.forEach((type, count) -> {
            double share = (double) count / timeline.getFrameCount();
            parts.add(word(type).replace('_', '-') + " " + "█".repeat(Math.max(1, (int) Math.round(share * 20))) + " "
                    + Math.round(share * 100) + " %");
        });
        return String.join("   ", parts);
    }

    private double onBeatShare() {
        if (timeline.getTransitionsCount() == 0) {
            return 1;
        }
        long onBeat = timeline.getTransitionsList().stream()
                .filter(Transition::getAtBeat)
                .count();
        return (double) onBeat / timeline.getTransitionsCount();
    }

    private Map<String, Object> toJson() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("output", request.output().video().toString());
        object.put("timeline", request.output().timeline().toString());
        object.put("project_id", timeline.getProjectId());
        object.put("job_id", timeline.getJobId());
        object.put("seed", timeline.getSeed());
        object.put("width", render.getWidth());
        object.put("height", render.getHeight());
        object.put(
                "frame_rate",
                timeline.getFrameRate().getNumerator() + "/"
                        + timeline.getFrameRate().getDenominator());
        object.put("frames", render.getFrameCount());
        object.put("duration_seconds", seconds(render.getFrameCount()));
        object.put("bpm", timeline.getSong().getBpm());
        object.put("song_start_seconds", timeline.getSong().getExcerptStartOffset());
        object.put("shots", timeline.getShotsCount());
        object.put("cuts_on_beat", onBeatShare());
        object.put(
                "style_match_score",
                timeline.getReasoning().hasStyleMatchScore()
                        ? timeline.getReasoning().getStyleMatchScore()
                        : null);
        object.put("left_out", leftOut);
        object.put("elapsed_seconds", elapsed.toMillis() / 1000.0);
        return object;
    }

    private double seconds(long frames) {
        return (double) frames
                * timeline.getFrameRate().getDenominator()
                / timeline.getFrameRate().getNumerator();
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole / 60 + ":" + String.format(Locale.ROOT, "%02d", whole % 60);
    }

    private static String word(ShotType type) {
        String name = type.name().replace("SHOT_TYPE_", "");
        return name.toLowerCase(Locale.ROOT);
    }
}
