// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.timeline;

import dev.rushes.editorial.edit.BeatFrames;
import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.HeardBeats;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.edit.NewShot;
import dev.rushes.editorial.edit.TempoGrid;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.music.GridRepair;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.music.SongExcerpts;
import dev.rushes.editorial.sequence.TimelineResnap;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.HistoryEntry;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The timeline that the edits of one request are meant for, edit by edit, and what is needed to make numbers and beats into
 * identities and frames. Used by one thread for one request.
 */
public final class EditDesk {
    private final Journal journal;
    private final Library library;
    private final Ids ids;
    private final Timeline base;
    private final List<Timeline> drafts = new ArrayList<>();
    private final List<Edit> drafted = new ArrayList<>();

    EditDesk(Journal journal, Library library, Ids ids, Timeline base) {
        this.journal = journal;
        this.library = library;
        this.ids = ids;
        this.base = base;
        drafts.add(base);
    }

    public Timeline timeline() {
        return drafts.getLast();
    }

    /** Takes the timeline that an edit of the request has made. */
    void drafted(Edit edit, Timeline after) {
        drafted.add(edit);
        drafts.add(after);
    }

    /** Returns the identity of the shot at a zero-based place. */
    public String shotId(int clipIndex) {
        List<Shot> shots = timeline().shots();
        if (clipIndex < 0 || clipIndex >= shots.size()) {
            throw new Fault.Invalid("clip_index", clipIndex + " (expected: 0 to " + (shots.size() - 1) + ")");
        }
        return shots.get(clipIndex).id();
    }

    /**
     * Returns the shot before a place.
     *
     * @param position the zero-based place wanted
     * @param mover the shot that goes there, null for a new one
     */
    public @Nullable String shotBefore(int position, @Nullable String mover) {
        List<String> others = timeline().shots().stream()
                .map(Shot::id)
                .filter(id -> !id.equals(mover))
                .toList();
        if (position < 0 || position > others.size()) {
            throw new Fault.Invalid("position", position + " (expected: 0 to " + others.size() + ")");
        }
        return position == 0 ? null : others.get(position - 1);
    }

    public Shot shot(String shotId) {
        return timeline().shots().stream()
                .filter(shot -> shot.id().equals(shotId))
                .findFirst()
                .orElseThrow(() -> new Fault.Refused(
                        Reason.EDIT_REFUSED,
                        "shot " + shotId + " does not stand on the timeline; read the timeline again"));
    }

    /** Returns the frame of the beat nearest to a frame. */
    public long snap(long frame) {
        return BeatFrames.of(timeline()).snap(frame);
    }

    /** Returns frames of a duration in milliseconds, at least one. */
    public long frames(long millis) {
        return Math.max(1, Math.round(millis * timeline().frameRate().framesPerSecond() / 1000));
    }

    /** Returns an identity for a new shot: the given one, or a new one for an empty text. */
    public String newShotId(String wanted) {
        return wanted.isEmpty() ? ids.next() : wanted;
    }

    /** Returns a piece of a clip with what was seen in it. */
    public NewShot piece(String mediaId, FrameRange source, String shotId) {
        String jobId = base.identity().jobId();
        Library.Clip clip = library.clip(jobId, mediaId)
                .orElseThrow(() -> new Fault.Invalid(
                        "media_id", "\"" + mediaId + "\" (expected: a clip of job " + jobId + " that was analysed)"));
        ClipFeatures features = clip.features();
        return new NewShot(
                newShotId(shotId),
                clip.id(),
                clip.fileName(),
                source,
                new ShotMetadata(
                        features.framing().shotType(),
                        features.framing().angle(),
                        Math.clamp(features.motionIntensity(), 0.0, 1.0),
                        quality(features, source),
                        features.colorVariance()));
    }

    /** Returns a shot of a proposal with what is known here of its clip and its past, whatever the caller says of them. */
    public Shot proposed(Shot given) {
        Optional<Shot> stands = timeline().shots().stream()
                .filter(shot -> shot.id().equals(given.id()) && shot.clipId().equals(given.clipId()))
                .findFirst();
        if (stands.isPresent()) {
            Shot known = stands.get();
            return with(given, known.fileName(), known.metadata(), known.history());
        }
        NewShot piece = piece(given.clipId(), given.source(), given.id());
        return with(given, piece.fileName(), piece.metadata(), List.of());
    }

    private static Shot with(Shot given, String fileName, ShotMetadata metadata, List<HistoryEntry> history) {
        return new Shot(
                given.id(),
                given.clipId(),
                fileName,
                given.source(),
                given.record(),
                given.lock(),
                metadata,
                given.explanation(),
                history);
    }

    /** Returns the quality of the usable part the piece begins in, 0 outside of all. */
    private double quality(ClipFeatures features, FrameRange source) {
        double start = timeline().frameRate().seconds(source.start());
        return features.usableWindows().stream()
                .filter(window -> start >= window.start() && start < window.end())
                .mapToDouble(window -> Math.clamp(window.quality(), 0.0, 1.0))
                .findFirst()
                .orElse(0);
    }

    /** Returns a deleted shot as it was. */
    public Shot deletedShot(String shotId) {
        for (Timeline draft : drafts.reversed()) {
            for (Shot shot : draft.shots()) {
                if (shot.id().equals(shotId)) {
                    return shot;
                }
            }
        }
        for (LoggedEdit entry : inForce().reversed()) {
            if (entry.edit() instanceof Edit.Delete delete && delete.shotId().equals(shotId)) {
                return journal.at(base.identity().jobId(), entry.revision() - 1).shots().stream()
                        .filter(shot -> shot.id().equals(shotId))
                        .findFirst()
                        .orElseThrow();
            }
        }
        throw new Fault.NotFound("deleted shot", shotId);
    }

    /** Returns another part of the song, with the beats of the corrected grid if there is one. */
    public SongExcerpt songFrom(double startSeconds) {
        SongAnalysis song = song();
        if (!(startSeconds >= 0) || startSeconds >= song.durationSeconds()) {
            throw new Fault.Invalid(
                    "start_offset",
                    startSeconds + " (expected: 0 or more, and before the song ends at " + song.durationSeconds()
                            + " s)");
        }
        return excerpt(corrected(song), startSeconds);
    }

    /** Returns the part of the song under the cut with the beats of another grid. */
    public Edit.CorrectTempo tempo(TempoGrid grid) {
        return new Edit.CorrectTempo(
                grid, excerpt(regrid(song(), grid), timeline().song().startSeconds()));
    }

    /**
     * Returns the part of the song under the cut with its beats repaired, and what follows them.
     *
     * @param keepsCuts whether cut points stay
     */
    public Edit.RepairBeats repair(GridCorrection correction, boolean keepsCuts) {
        Timeline cut = timeline();
        SongAnalysis song = GridRepair.apply(corrected(song()), correction);
        SongExcerpt repaired = excerpt(song, cut.song().startSeconds());
        if (keepsCuts) {
            return new Edit.RepairBeats(correction, repaired, List.of(), 0);
        }
        TimelineResnap.Resnapped snapped =
                TimelineResnap.apply(cut, song, this::clipFrames, cut.identity().createdAt());
        List<Edit.RepairBeats.MovedShot> moved = new ArrayList<>();
        for (int i = 0; i < cut.shots().size(); i++) {
            Shot after = snapped.timeline().shots().get(i);
            if (!after.source().equals(cut.shots().get(i).source())) {
                moved.add(new Edit.RepairBeats.MovedShot(after.id(), after.source()));
            }
        }
        return new Edit.RepairBeats(correction, repaired, moved, snapped.offBeatCuts());
    }

    /** A clip that is not known any more has what is shown of it. */
    private long clipFrames(String clipId) {
        return library.clip(base.identity().jobId(), clipId)
                .map(clip -> clip.frames(timeline().frameRate()))
                .orElseGet(() -> timeline().shots().stream()
                        .filter(shot -> shot.clipId().equals(clipId))
                        .mapToLong(shot -> shot.source().end())
                        .max()
                        .orElse(0));
    }

    private SongAnalysis corrected(SongAnalysis song) {
        return HeardBeats.corrected(song, timeline().song().songId(), made());
    }

    private SongExcerpt excerpt(SongAnalysis song, double startSeconds) {
        return SongExcerpts.of(
                song,
                timeline().song(),
                startSeconds,
                timeline().frameRate().seconds(timeline().frameCount()));
    }

    private static SongAnalysis regrid(SongAnalysis song, TempoGrid grid) {
        return SongExcerpts.regrid(song, grid.milliBpm() / 1e3, grid.firstBeatMicros() / 1e6, grid.beatsPerBar());
    }

    private SongAnalysis song() {
        SongExcerpt under = timeline().song();
        return library.song(base.identity().jobId(), under.songId())
                .orElseThrow(() -> new Fault.Refused(
                        Reason.NO_USABLE_SONG,
                        "the song \"" + under.fileName() + "\" was not analysed; add it to the job again"));
    }

    /** Returns the edits of the log that were not taken back, then those of this request. */
    private List<Edit> made() {
        List<Edit> made = new ArrayList<>();
        inForce().forEach(entry -> made.add(entry.edit()));
        made.addAll(drafted);
        return made;
    }

    private List<LoggedEdit> inForce() {
        return journal.inForce(base.identity().jobId(), base.identity().revision());
    }
}
