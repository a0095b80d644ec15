// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.timeline;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.rushes.editorial.edit.Material;
import dev.rushes.editorial.edit.Refusal;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.analysis.Analyses;
import dev.rushes.server.analysis.Analysis;
import dev.rushes.server.analysis.Finding;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is known of a job's clips and songs. A finding never changes, so what was read is kept; a file that is not known yet is
 * looked up again. Thread-safe.
 */
public final class Library {
    private static final int KEPT = 256;

    private final MediaFiles media;
    private final Analyses analyses;
    private final Cache<String, Shelf> shelves =
            CacheBuilder.newBuilder().maximumSize(KEPT).build();

    public Library(MediaFiles media, Analyses analyses) {
        this.media = media;
        this.analyses = analyses;
    }

    /** A clip that was analysed. */
    record Clip(String id, String fileName, ClipFeatures features) {
        /** Returns its length in whole frames. */
        long frames(FrameRate rate) {
            return (long) Math.floor(features.durationSeconds() * rate.numerator() / rate.denominator() + 1e-6);
        }
    }

    private record Shelf(Map<String, Clip> clips, Map<String, SongAnalysis> songs) {}

    Optional<Clip> clip(String jobId, String clipId) {
        Shelf known = shelves.getIfPresent(jobId);
        Shelf shelf = known != null && known.clips().containsKey(clipId) ? known : read(jobId);
        return Optional.ofNullable(shelf.clips().get(clipId));
    }

    Optional<SongAnalysis> song(String jobId, String songId) {
        Shelf known = shelves.getIfPresent(jobId);
        Shelf shelf = known != null && known.songs().containsKey(songId) ? known : read(jobId);
        return Optional.ofNullable(shelf.songs().get(songId));
    }

    /** Returns how much media a timeline can draw on. */
    Material material(Timeline timeline) {
        String jobId = timeline.identity().jobId();
        FrameRate rate = timeline.frameRate();
        String songId = timeline.song().songId();
        return new Material() {
            @Override
            public OptionalLong clipFrames(String clipId) {
                return clip(jobId, clipId)
                        .map(clip -> OptionalLong.of(clip.frames(rate)))
                        .orElse(OptionalLong.empty());
            }

            @Override
            public OptionalLong songFrames() {
                return song(jobId, songId)
                        .map(song -> OptionalLong.of(
                                (long) Math.floor(song.durationSeconds() * rate.numerator() / rate.denominator())))
                        .orElse(OptionalLong.empty());
            }
        };
    }

    /** Refuses a cut that shows a file the cut before did not show and that was taken out of the job. */
    void requireFresh(Timeline before, Timeline after) {
        Set<String> known = new HashSet<>();
        before.shots().forEach(shot -> known.add(shot.clipId()));
        List<Shot> fresh = after.shots().stream()
                .filter(shot -> !known.contains(shot.clipId()))
                .toList();
        boolean sameSong = after.song().songId().equals(before.song().songId());
        if (fresh.isEmpty() && sameSong) {
            return;
        }
        Set<String> there = new HashSet<>();
        media.all(after.identity().jobId()).forEach(file -> there.add(file.id()));
        for (Shot shot : fresh) {
            if (!there.contains(shot.clipId())) {
                throw gone(shot.fileName(), shot.id());
            }
        }
        if (!sameSong && !there.contains(after.song().songId())) {
            throw gone(after.song().fileName(), "");
        }
    }

    private static Fault gone(String fileName, String shotId) {
        return new Fault.Refused(
                Reason.EDIT_REFUSED,
                "\"" + fileName + "\" was taken out of the job; add it again, then put it into the cut",
                Map.of("refusal", Refusal.NO_MEDIA.name(), "shotId", shotId, "editIndex", "0"));
    }

    private Shelf read(String jobId) {
        List<Media> files = media.all(jobId);
        Map<String, Analysis> looked = analyses.known(files);
        Map<String, Clip> clips = new HashMap<>();
        Map<String, SongAnalysis> songs = new HashMap<>();
        for (Media file : files) {
            Analysis analysis = looked.get(file.id());
            Finding finding = analysis == null ? null : analysis.finding();
            if (finding instanceof Finding.OfClip clip) {
                clips.put(file.id(), new Clip(file.id(), file.fileName(), clip.features()));
            } else if (finding instanceof Finding.OfSong song) {
                songs.put(file.id(), song.song());
            }
        }
        Shelf shelf = new Shelf(Map.copyOf(clips), Map.copyOf(songs));
        shelves.put(jobId, shelf);
        return shelf;
    }
}
