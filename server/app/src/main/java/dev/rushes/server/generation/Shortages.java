// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.generation;

import dev.rushes.server.fault.Failure;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.task.Step;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a job may lack for a cut; each ends the attempt with what to do about it. */
final class Shortages {
    /** How long announced files may stay away without any of them arriving. */
    private static final Duration UPLOAD_PATIENCE = Duration.ofMinutes(30);
    /** Files named in one message. */
    private static final int NAMED = 10;

    /** A song shorter than this carries no cut: about one bar, too little to find beats in. Taste. */
    private static final double LEAST_SONG_SECONDS = 3;

    private Shortages() {}

    /** Requires a song that can be used, as far as is known, and a clip. */
    static void requireFiles(Rushes rushes) {
        if (rushes.song().isEmpty()) {
            throw new Stopped(
                    Step.Kind.FINDING_BEATS,
                    Failure.refused(
                            Reason.NO_USABLE_SONG, "the job has no song; add a file of kind SONG and generate again"));
        }
        if (rushes.of(MediaKind.CLIP).isEmpty()) {
            throw new Stopped(
                    Step.Kind.READING_CLIPS,
                    Failure.refused(
                            Reason.NO_USABLE_FOOTAGE,
                            "the job has no clips; add files of kind CLIP and generate again"));
        }
        Rushes.Looked song = rushes.song().orElseThrow();
        // Nobody has to wait for the clips to hear that the song cannot be used.
        if (song.isEnded() && rushes.heard().isEmpty()) {
            String why = song.rejection();
            throw new Stopped(
                    Step.Kind.FINDING_BEATS,
                    Failure.refused(
                            Reason.NO_USABLE_SONG,
                            "the song \"" + song.media().fileName() + "\" cannot be used: "
                                    + (why == null ? "it was not heard" : withoutStop(why))
                                    + "; add another song and generate again"));
        }
        rushes.heard().ifPresent(heard -> requireLength(song.media().fileName(), heard.durationSeconds()));
    }

    private static void requireLength(String songName, double seconds) {
        if (seconds < LEAST_SONG_SECONDS) {
            throw new Stopped(
                    Step.Kind.FINDING_BEATS,
                    Failure.refused(
                            Reason.NO_USABLE_SONG,
                            String.format(
                                    Locale.ROOT,
                                    "the song \"%s\" lasts %.2f s, too short to cut to (expected: at least %.0f s); add a longer song"
                                            + " and generate again",
                                    songName,
                                    seconds,
                                    LEAST_SONG_SECONDS)));
        }
    }

    /** Requires a clip that can be used. */
    static void requireClips(Rushes rushes) {
        if (rushes.candidates().isEmpty()) {
            String reasons = rushes.rejected().stream()
                    .limit(NAMED)
                    .map(clip -> "\"" + clip.fileName() + "\": " + withoutStop(clip.reason()))
                    .collect(Collectors.joining("; "));
            throw new Stopped(
                    Step.Kind.LOOKING_AT_FOOTAGE,
                    Failure.refused(
                            Reason.NO_USABLE_FOOTAGE,
                            "no clip of the job can be used (" + reasons + "); add better clips and generate again"));
        }
    }

    /** Requires that announced files arrive in time; {@code quiet} is how long none of them has. */
    static void requireArrival(List<Media> missing, Duration quiet) {
        if (!missing.isEmpty() && quiet.compareTo(UPLOAD_PATIENCE) > 0) {
            throw new Stopped(
                    Step.Kind.READING_CLIPS,
                    Failure.refused(
                            Reason.WRONG_STATE,
                            "announced files did not arrive within " + UPLOAD_PATIENCE.toMinutes() + " minutes: "
                                    + names(missing.stream()
                                            .map(Media::fileName)
                                            .toList())
                                    + "; upload them and generate again"));
        }
    }

    private static String names(List<String> names) {
        String shown =
                names.stream().limit(NAMED).map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
        return names.size() > NAMED ? shown + " and " + (names.size() - NAMED) + " more" : shown;
    }

    /** A reason may be a whole sentence; here it stands inside another. */
    private static String withoutStop(String reason) {
        return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    }
}
