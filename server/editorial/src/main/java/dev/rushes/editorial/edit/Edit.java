// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of a timeline. Shots are named by identity and places by the shot before them, never by a number, so that an edit
 * means the same after somebody else's edit. In the drawings letters are shots, one column is a frame, and the cut goes on to the
 * right. Every edit keeps the tiling: no gap, no overlap.
 */
public sealed interface Edit {

    /**
     * A generation's cut becomes the timeline. Deleted shots and the list of what people did are carried over; shots that are
     * locked in the timeline must stand in {@code cut} as they are.
     *
     * <pre>
     *   AAABBBCC   ->   XXYYBBBZ      B was locked
     * </pre>
     *
     * @param generationId the run that made it; empty for timelines saved before there was a log
     * @param cut the whole cut
     * @param beats what had been said of the beats of its song when it was made, oldest first; edits go on from there whatever is said later
     */
    record Generated(String generationId, Timeline cut, List<GridCorrection> beats) implements Edit {

        public Generated {
            // Absent in logs written before songs could be repaired.
            beats = beats == null ? List.of() : List.copyOf(beats);
        }
    }

    /**
     * A shot goes behind another one; the shots between make room. Length of the cut unchanged.
     *
     * <pre>
     *   AAABBCCCD   ->   AAACCCBBD     B moves behind C
     * </pre>
     *
     * @param afterShotId the shot it stands behind; null for the first place
     */
    record Move(String shotId, @Nullable String afterShotId) implements Edit {}

    /**
     * One edge of a shot moves and its neighbour on that side gives or takes the frames. Length of the cut unchanged.
     *
     * <pre>
     *   AAABBBCCC   ->   AAABBCCCC     END of B, -1: C begins a frame earlier in its clip
     * </pre>
     *
     * @param frames how far the edge moves on the timeline; negative is earlier
     */
    record Trim(String shotId, Edge edge, long frames) implements Edit {}

    /**
     * A shot shows another moment of its clip; its place is unchanged.
     *
     * <pre>
     *   clip B  0123456789            clip B  0123456789
     *             ^^^          ->                ^^^          +1
     *   AAA     234    CCC            AAA      345   CCC
     * </pre>
     *
     * @param frames how far the source range moves in the clip; negative is earlier
     */
    record Slip(String shotId, long frames) implements Edit {}

    /**
     * A shot moves between its neighbours, which give and take the frames; it shows the same frames.
     *
     * <pre>
     *   AAABBBCCC   ->   AAAABBBCC     +1
     * </pre>
     *
     * @param frames how far it moves on the timeline; negative is earlier
     */
    record Slide(String shotId, long frames) implements Edit {}

    /**
     * The cut point between two neighbours moves. Length of the cut unchanged.
     *
     * <pre>
     *   AAA|BBB   ->   AAAA|BB     +1
     * </pre>
     *
     * @param frames how far it moves; negative is earlier
     */
    record Roll(String leftShotId, String rightShotId, long frames) implements Edit {}

    /**
     * One edge of a shot moves and everything behind follows. Length of the cut changes.
     *
     * <pre>
     *   AAABBBCCC   ->   AAABBCCC      END of B, -1
     *   AAABBBCCC   ->   AAABBCCC      START of B, +1: B begins a frame later in its clip
     * </pre>
     *
     * @param frames how far the edge moves in the clip; negative is earlier
     */
    record Ripple(String shotId, Edge edge, long frames) implements Edit {}

    /**
     * A piece from the library goes between two shots; everything behind moves on. Length of the cut grows.
     *
     * <pre>
     *   AAACCC   ->   AAABBCCC     BB behind A
     * </pre>
     *
     * @param afterShotId the shot it stands behind; null for the first place
     */
    record Insert(NewShot shot, @Nullable String afterShotId) implements Edit {}

    /**
     * A piece from the library covers what stands there. Length of the cut unchanged.
     *
     * <pre>
     *   AAABBBCCC   ->   AAABXXXCC     XXX from one frame into B
     *   AAAAAA      ->   AAXXAA'       a shot covered in its middle goes on behind as a shot of its own
     * </pre>
     *
     * @param atShotId the shot in which it begins
     * @param offset frames into that shot; zero or more
     * @param tailShotId identity of the piece behind, should the shot be covered in its middle
     */
    record Overwrite(NewShot shot, String atShotId, long offset, String tailShotId) implements Edit {}

    /**
     * Another piece takes the place of a shot, which keeps its identity, place and length.
     *
     * <pre>
     *   AAABBBCCC   ->   AAAXXXCCC
     * </pre>
     *
     * @param shotId the shot whose picture changes
     * @param piece the new picture, as long as the shot; its own identity is not used
     */
    record Replace(String shotId, NewShot piece) implements Edit {}

    /**
     * A shot is taken out; everything behind moves up, and the shot is kept among the deleted ones.
     *
     * <pre>
     *   AAABBCCC   ->   AAACCC     deleted: B
     * </pre>
     *
     * @param reason code, for example "too_shaky"; empty when none was given
     */
    record Delete(String shotId, String reason) implements Edit {}

    /**
     * A deleted shot comes back.
     *
     * <pre>
     *   AAACCC     deleted: B   ->   AAABBCCC
     * </pre>
     *
     * @param shot as it was when it was deleted
     * @param afterShotId the shot it stands behind; null for the first place
     */
    record Restore(Shot shot, @Nullable String afterShotId) implements Edit {}

    /**
     * A person locks a shot: generations keep it, and edits of it are refused until it is unlocked.
     *
     * <pre>
     *   AAABBBCCC   ->   AAA[BBB]CCC
     * </pre>
     *
     * @param note free words, possibly empty
     */
    record LockShot(String shotId, Lock.Scope scope, String note) implements Edit {}

    /**
     * A person opens a lock, whoever made it.
     *
     * <pre>
     *   AAA[BBB]CCC   ->   AAABBBCCC
     * </pre>
     */
    record UnlockShot(String shotId) implements Edit {}

    /**
     * The way from one shot to the next changes; no cut point moves.
     *
     * <pre>
     *   AAA|BBB   ->   AA~~BB     a dissolve centred on the cut point
     * </pre>
     *
     * @param outHandle frames of the outgoing clip shown after the cut point; 0 for a hard cut
     * @param inHandle frames of the incoming clip shown before the cut point; 0 for a hard cut
     */
    record SetTransition(String fromShotId, String toShotId, TransitionKind kind, long outHandle, long inHandle)
            implements Edit {}

    /**
     * Another part of the song lies under the picture.
     *
     * <pre>
     *   song  ~~~~[~~~~~~]~~~   ->   ~~~~~~[~~~~~~]~     the picture stays
     * </pre>
     *
     * @param song the new part with its beats
     */
    record SetSongOffset(SongExcerpt song) implements Edit {}

    /**
     * A person corrects the beat grid; cut points stay, beats move.
     *
     * <pre>
     *   cuts   |   |   |   |          |   |   |   |
     *   beats  ^       ^        ->    ^   ^   ^   ^     twice the tempo
     * </pre>
     *
     * @param grid the corrected grid
     * @param song the same part of the song with the beats of that grid
     */
    record CorrectTempo(TempoGrid grid, SongExcerpt song) implements Edit {}

    /**
     * A person says what is wrong with the beats; cut points that were on a beat go to a new one nearby, the rest stays. Length of the
     * cut unchanged.
     *
     * <pre>
     *   cuts   |   |   |   |          |    |   |   |
     *   beats  ^   ^   ^   ^    ->    ^    ^    ^   ^     tapped a little slower; the third cut is locked
     * </pre>
     *
     * @param correction what is wrong
     * @param song the same part of the song with the repaired beats
     * @param moved shots whose ends moved
     * @param offBeatCuts cut points that were on a beat and could not be put on one again
     */
    record RepairBeats(GridCorrection correction, SongExcerpt song, List<MovedShot> moved, int offBeatCuts)
            implements Edit {

        public RepairBeats {
            moved = List.copyOf(moved);
        }

        /** What a shot shows after its ends moved. */
        public record MovedShot(String shotId, FrameRange source) {}
    }

    /**
     * A proposed section takes the place of what stands there, in one edit. Length of the cut unchanged; locked shots of the
     * section stand in {@code shots} as they are.
     *
     * <pre>
     *   AAA BBBCC DDD   ->   AAA XX YYY DDD     B to C
     * </pre>
     *
     * @param proposal which proposal, and how it was asked for
     * @param firstShotId first shot of the section
     * @param lastShotId last shot of the section
     * @param shots the new shots in order; record ranges count from the start of the section
     * @param transitions one for each pair of {@code shots}
     * @param locksShots whether the new shots are locked, as for an accepted suggestion
     */
    record AcceptProposal(
            Proposal proposal,
            String firstShotId,
            String lastShotId,
            List<Shot> shots,
            List<Transition> transitions,
            boolean locksShots)
            implements Edit {

        public AcceptProposal {
            shots = List.copyOf(shots);
            transitions = List.copyOf(transitions);
        }
    }

    /**
     * A proposal is turned down: the timeline is unchanged but for its revision, there is nothing to take back, only the log says so.
     *
     * <pre>
     *   AAABBBCCC   ->   AAABBBCCC
     * </pre>
     */
    record RejectProposal(Proposal proposal) implements Edit {}

    /**
     * A step is taken back: the timeline becomes what it would be had the step never been made.
     *
     * <pre>
     *   1 2 3 4   ->   1 2 . 4      undo of 3, if 4 means the same without 3
     * </pre>
     *
     * @param step revision of the first edit of the step
     */
    record Undo(long step) implements Edit {}

    /**
     * A step that was taken back is made again, where it stood.
     *
     * <pre>
     *   1 2 . 4   ->   1 2 3 4
     * </pre>
     *
     * @param step revision of the first edit of the step
     */
    record Redo(long step) implements Edit {}

    /**
     * What was asked of a generation.
     *
     * @param proposalId which answer
     * @param section the part of the timeline asked for, as it stood then
     * @param instruction make_tighter, add_energy, slow_down or free words; empty for none
     */
    record Proposal(String proposalId, FrameRange section, String instruction) {}
}
