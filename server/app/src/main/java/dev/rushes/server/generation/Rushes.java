// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.generation;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.UsableWindow;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.sequence.Candidate;
import dev.rushes.editorial.style.FinishedVideo;
import dev.rushes.server.analysis.Analysis;
import dev.rushes.server.analysis.Finding;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job's files and what is known of each at one moment: counts for progress, candidates for the optimizer, reasons for what was
 * left out. A value.
 */
record Rushes(List<Media> files, Map<String, Analysis> analyses, Map<String, ClipFeatures> glances) {
    /** Share of the usable footage a cut takes before all of it is known: the optimizer needs a choice. Taste. */
    private static final double TAKEN = 0.6;

    Rushes(List<Media> files, Map<String, Analysis> analyses) {
        this(files, analyses, Map.of());
    }

    /** Returns these files with first looks at clips, by media id, that stand in until there is a full one. */
    Rushes withGlances(Map<String, ClipFeatures> firstLooks) {
        return new Rushes(files, analyses, firstLooks);
    }

    /** Clips whose bytes are there but that were not looked at in full. */
    List<Media> unlooked() {
        return of(MediaKind.CLIP).stream()
                .filter(clip -> clip.media().active() && !clip.isEnded())
                .map(Looked::media)
                .toList();
    }

    /** One clip with what is known of it. */
    record Looked(Media media, @Nullable Analysis analysis) {
        boolean isEnded() {
            return media.active() && analysis != null && analysis.state().isEnded();
        }

        @Nullable
        Finding finding() {
            return analysis == null ? null : analysis.finding();
        }

        /** Why the file cannot be used, or null when it can or is not known yet. */
        @Nullable
        String rejection() {
            if (analysis == null) {
                return null;
            }
            if (analysis.state() == Analysis.State.FAILED) {
                return analysis.error();
            }
            return switch (analysis.finding()) {
                case Finding.Rejected rejected -> rejected.message();
                case Finding.OfClip clip
                when !clip.features().isUsable() ->
                    clip.features().rejectedReason() == null
                            ? "no part of it is good enough to cut from; leave it out or film it again"
                            : clip.features().rejectedReason();
                case null, default -> null;
            };
        }
    }

    List<Looked> of(MediaKind kind) {
        return files.stream()
                .filter(media -> media.kind() == kind)
                .map(media -> new Looked(media, analyses.get(media.id())))
                .toList();
    }

    /** The song to cut to: the last one added. */
    Optional<Looked> song() {
        List<Looked> songs = of(MediaKind.SONG);
        return songs.isEmpty() ? Optional.empty() : Optional.of(songs.getLast());
    }

    Optional<SongAnalysis> heard() {
        return song().flatMap(looked ->
                looked.finding() instanceof Finding.OfSong song ? Optional.of(song.song()) : Optional.empty());
    }

    /** Files whose bytes have not arrived. */
    List<Media> missing() {
        return files.stream().filter(media -> !media.active()).toList();
    }

    /** Whether nothing more will become known: every clip and finished video and the last song was looked at. */
    boolean isSettled() {
        return missing().isEmpty()
                && of(MediaKind.CLIP).stream().allMatch(Looked::isEnded)
                && of(MediaKind.FINISHED_VIDEO).stream().allMatch(Looked::isEnded)
                && song().map(Looked::isEnded).orElse(true);
    }

    /** Whether everything but clips was looked at, and the clips known so far leave a choice for a cut of that length. */
    boolean isEnoughFor(double seconds) {
        return isHeard() && comfortableSeconds() >= seconds;
    }

    /** Whether the song and every finished video were looked at. */
    boolean isHeard() {
        return heard().isPresent() && of(MediaKind.FINISHED_VIDEO).stream().allMatch(Looked::isEnded);
    }

    /** Length of a cut for which the footage known so far leaves a choice. */
    double comfortableSeconds() {
        return TAKEN * usableSeconds();
    }

    double usableSeconds() {
        return candidates().stream()
                .flatMap(clip -> clip.features().usableWindows().stream())
                .mapToDouble(UsableWindow::durationSeconds)
                .sum();
    }

    List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        Map<String, String> copies = copies();
        for (Looked clip : of(MediaKind.CLIP)) {
            ClipFeatures features = clip.finding() instanceof Finding.OfClip(ClipFeatures found)
                    ? found
                    : clip.isEnded() ? null : glances.get(clip.media().id());
            if (features != null
                    && features.isUsable()
                    && !copies.containsKey(clip.media().id())) {
                candidates.add(new Candidate(clip.media().id(), clip.media().fileName(), features));
            }
        }
        return candidates;
    }

    /** The second and later files of equal bytes, with the name of the first: a moment must not be shown twice. */
    private Map<String, String> copies() {
        Map<String, String> firsts = new HashMap<>();
        Map<String, String> copies = new HashMap<>();
        for (Looked clip : of(MediaKind.CLIP)) {
            String first =
                    firsts.putIfAbsent(clip.media().sha256(), clip.media().fileName());
            if (first != null) {
                copies.put(clip.media().id(), first);
            }
        }
        return copies;
    }

    List<RejectedClip> rejected() {
        List<RejectedClip> rejected = new ArrayList<>();
        Map<String, String> copies = copies();
        for (MediaKind kind : List.of(MediaKind.CLIP, MediaKind.FINISHED_VIDEO)) {
            for (Looked clip : of(kind)) {
                String first = copies.get(clip.media().id());
                String reason = first == null ? clip.rejection() : "a copy of \"" + first + "\"; one of them is enough";
                if (reason != null) {
                    rejected.add(
                            new RejectedClip(clip.media().id(), clip.media().fileName(), reason));
                }
            }
        }
        return rejected;
    }

    /** Clips a cut had to do without because nobody waited for them. */
    List<RejectedClip> unseen() {
        return of(MediaKind.CLIP).stream()
                .filter(clip -> !clip.isEnded())
                .map(clip -> new RejectedClip(
                        clip.media().id(),
                        clip.media().fileName(),
                        "was not looked at yet when the cut was asked for; regenerate to use it"))
                .toList();
    }

    /** Finished videos in which at least one shot was found. */
    List<FinishedVideo> finished() {
        List<FinishedVideo> videos = new ArrayList<>();
        for (Looked video : of(MediaKind.FINISHED_VIDEO)) {
            if (video.finding() instanceof Finding.OfVideo(FinishedVideo found)
                    && !found.video().shots().isEmpty()) {
                videos.add(found);
            }
        }
        return videos;
    }
}
