// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.song;

import dev.rushes.editorial.edit.HeardBeats;
import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.music.GridRepair;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.server.analysis.Analyses;
import dev.rushes.server.analysis.Analysis;
import dev.rushes.server.analysis.Finding;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.media.MediaKind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Repairs of a song's beats that hold for every cut made from now on (S-75). Thread-safe. */
public final class SongRepairs {
    /** What may be said of one song between two resets; taste, far above what ears need. */
    static final int MOST_IN_FORCE = 100;
    /** What may be said of one song at all: a thousand taps each are 10 kB. */
    static final int MOST = 1000;
    /** Others who repair the same song meanwhile. */
    private static final int MOST_TRIES = 10;

    private final SongRepairStore store;
    private final MediaFiles media;
    private final Analyses analyses;
    private final InstantSource clock;

    public SongRepairs(SongRepairStore store, MediaFiles media, Analyses analyses, InstantSource clock) {
        this.store = store;
        this.media = media;
        this.analyses = analyses;
        this.clock = clock;
    }

    /** Returns what is in force of what was said of a song, oldest first. */
    public List<GridCorrection> said(String mediaId) {
        return said(List.of(mediaId)).getOrDefault(mediaId, List.of());
    }

    /** Returns what is in force for each of these files, oldest first; files of which nothing is are absent. */
    public Map<String, List<GridCorrection>> said(Collection<String> mediaIds) {
        return inForce(store.all(mediaIds));
    }

    private static Map<String, List<GridCorrection>> inForce(List<SongRepair> repairs) {
        Map<String, List<GridCorrection>> said = new HashMap<>();
        for (SongRepair repair : repairs) {
            GridCorrection correction = repair.correction();
            if (correction == null) {
                said.remove(repair.mediaId());
            } else {
                said.computeIfAbsent(repair.mediaId(), id -> new ArrayList<>()).add(correction);
            }
        }
        return said;
    }

    /**
     * Keeps what a person says about the beats of a song, unless it was kept before under its id.
     *
     * @param repairId identity of the repair
     * @param correction null takes back everything said before
     */
    public void repair(String repairId, String mediaId, @Nullable GridCorrection correction) {
        Media song = media.media(mediaId);
        SongAnalysis heard = heard(song);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            List<SongRepair> before = store.all(List.of(mediaId));
            if (before.stream().anyMatch(known -> known.id().equals(repairId))) {
                return;
            }
            require(song, heard, before, correction);
            if (store.append(new SongRepair(repairId, mediaId, before.size() + 1, correction, clock.instant()))) {
                return;
            }
            media.media(mediaId);
        }
        throw new Fault.Conflict(
                Reason.REVISION_STALE,
                "others repair the beats of \"" + song.fileName() + "\" at this moment; look at them and try again");
    }

    private SongAnalysis heard(Media song) {
        if (song.kind() != MediaKind.SONG) {
            throw new Fault.Invalid(
                    "media_id", "\"" + song.fileName() + "\" is no song (expected: a file of kind SONG)");
        }
        Analysis analysis = analyses.known(List.of(song)).get(song.id());
        if (analysis != null && analysis.finding() instanceof Finding.OfSong found) {
            return found.song();
        }
        if (analysis != null && analysis.state().isEnded()) {
            throw new Fault.Refused(
                    Reason.NO_USABLE_SONG, "\"" + song.fileName() + "\" could not be heard; add another song");
        }
        throw new Fault.Refused(
                Reason.WRONG_STATE,
                "the beats of \"" + song.fileName() + "\" are not known yet; repair them when its analysis has ended");
    }

    private static void require(
            Media song, SongAnalysis heard, List<SongRepair> repairs, @Nullable GridCorrection correction) {
        if (repairs.size() >= MOST) {
            throw full(song, "has been repaired " + MOST + " times, the most one song may be; add it to the job again");
        }
        if (correction == null) {
            return;
        }
        List<GridCorrection> said = inForce(repairs).getOrDefault(song.id(), List.of());
        if (said.size() >= MOST_IN_FORCE) {
            throw full(
                    song, "has " + MOST_IN_FORCE + " repairs in force, the most one song may have; reset them first");
        }
        SongAnalysis before = HeardBeats.repaired(heard, said);
        SongAnalysis after = GridRepair.apply(before, correction);
        if (after.beats().size() < 2) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE,
                    "no beats were heard in \"" + song.fileName()
                            + "\" that this could repair; tap them along to the song");
        }
        try {
            GridRepair.requireTempo(after.bpm());
        } catch (IllegalArgumentException e) {
            throw new Fault.Invalid("repair", String.valueOf(e.getMessage()));
        }
    }

    private static Fault full(Media song, String why) {
        return new Fault.Exhausted(
                Reason.LIMIT_EXCEEDED,
                "\"" + song.fileName() + "\" " + why,
                Map.of("limit", "repairs_per_song", "value", Integer.toString(MOST)));
    }
}
