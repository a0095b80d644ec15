// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.timeline;

import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.reason.TimelineReasoning;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The cut of one job. Shots tile {@code [0, frameCount)} in record order without gap or overlap.
 *
 * @param identity which timeline and revision this is
 * @param frameRate rate of every position
 * @param song excerpt under the picture
 * @param shots in record order
 * @param transitions one for each pair of neighbours, in record order
 * @param deletedShots shots a person deleted
 * @param userEdits what people did, in order
 * @param reasoning why the whole looks as it does
 * @param finalStatus how the job ended, or null
 */
public record Timeline(
        Identity identity,
        FrameRate frameRate,
        SongExcerpt song,
        List<Shot> shots,
        List<Transition> transitions,
        List<DeletedShot> deletedShots,
        List<UserEdit> userEdits,
        TimelineReasoning reasoning,
        @Nullable FinalStatus finalStatus) {

    public Timeline {
        shots = List.copyOf(shots);
        transitions = List.copyOf(transitions);
        deletedShots = List.copyOf(deletedShots);
        userEdits = List.copyOf(userEdits);
        long at = 0;
        for (Shot shot : shots) {
            if (shot.record().start() != at) {
                throw new IllegalArgumentException("shot " + shot.id() + " starts at frame "
                        + shot.record().start() + " (expected: " + at + ", shots tile the timeline)");
            }
            at = shot.record().end();
        }
        if (transitions.size() != Math.max(0, shots.size() - 1)) {
            throw new IllegalArgumentException("transitions: " + transitions.size() + " (expected: "
                    + Math.max(0, shots.size() - 1) + ", one for each pair of neighbours)");
        }
    }

    /**
     * Which timeline and revision.
     *
     * @param jobId the job; empty while a worker has made it and no server has saved it
     * @param projectId the project of the job; empty likewise
     * @param creatorId whose style it follows
     * @param revision 1 for the first saved one, 0 before
     * @param seed of the generation that made it
     * @param createdAt when the first revision was made
     * @param updatedAt when this revision was made
     */
    public record Identity(
            String jobId,
            String projectId,
            String creatorId,
            long revision,
            long seed,
            Instant createdAt,
            Instant updatedAt) {}

    /** Frames of a clip as they stand in a cut: in which shot, and where on the timeline. */
    public record Standing(String shotId, FrameRange record) {}

    /**
     * Returns where frames of a clip are shown in this cut, in record order; empty where they are not. Frames that only a transition
     * uses beyond a cut point do not count.
     *
     * <pre>
     *   source       [ asked )          shot shows [ in .......... out )
     *   timeline     the part of it that the shot shows, once for each shot that shows some
     * </pre>
     *
     * @param clipId media of the clip
     * @param source frames of the clip, as in {@link Shot#source()}
     */
    public List<Standing> standings(String clipId, FrameRange source) {
        List<Standing> found = new ArrayList<>();
        for (Shot shot : shots) {
            if (shot.clipId().equals(clipId) && shot.source().overlaps(source)) {
                long first = Math.max(source.start(), shot.source().start());
                long end = Math.min(source.end(), shot.source().end());
                long offset = shot.record().start() - shot.source().start();
                found.add(new Standing(shot.id(), FrameRange.between(first + offset, end + offset)));
            }
        }
        return found;
    }

    /** Returns the length in frames. */
    public long frameCount() {
        return shots.isEmpty() ? 0 : shots.getLast().record().end();
    }

    /** Returns the whole timeline as a range. */
    public FrameRange range() {
        return new FrameRange(0, frameCount());
    }

    /** Returns clips a regeneration must not use: those of deleted shots, but for clips a person has locked a shot of since. */
    public Set<String> avoidedClipIds() {
        Set<String> avoided = new TreeSet<>();
        for (DeletedShot shot : deletedShots) {
            if (shot.clipId() != null) {
                avoided.add(shot.clipId());
            }
        }
        shots.stream().filter(Shot::isLocked).map(Shot::clipId).forEach(avoided::remove);
        return avoided;
    }

    /** Returns this cut under another identity. */
    public Timeline withIdentity(Identity newIdentity) {
        return new Timeline(
                newIdentity, frameRate, song, shots, transitions, deletedShots, userEdits, reasoning, finalStatus);
    }

    /** Returns this cut with another end of its job, or none for null. */
    public Timeline withFinalStatus(@Nullable FinalStatus newStatus) {
        return new Timeline(
                identity, frameRate, song, shots, transitions, deletedShots, userEdits, reasoning, newStatus);
    }
}
