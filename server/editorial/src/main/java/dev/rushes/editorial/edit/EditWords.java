// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Edits in words, in the past tense and without a subject: "moved shot_3 behind shot_1". */
public final class EditWords {

    private EditWords() {}

    public static String of(Edit edit) {
        return switch (edit) {
            case Edit.Generated generated ->
                "generated a cut of " + generated.cut().shots().size() + " shots";
            case Edit.Move move -> "moved " + move.shotId() + " " + behind(move.afterShotId());
            case Edit.Trim trim ->
                "trimmed the " + edge(trim.edge()) + " of " + trim.shotId() + " by " + frames(trim.frames());
            case Edit.Slip slip -> "slipped " + slip.shotId() + " by " + frames(slip.frames());
            case Edit.Slide slide -> "slid " + slide.shotId() + " by " + frames(slide.frames());
            case Edit.Roll roll ->
                "rolled the cut from " + roll.leftShotId() + " to " + roll.rightShotId() + " by "
                        + frames(roll.frames());
            case Edit.Ripple ripple ->
                "rippled the " + edge(ripple.edge()) + " of " + ripple.shotId() + " by " + frames(ripple.frames());
            case Edit.Insert insert -> "added \"" + insert.shot().fileName() + "\" " + behind(insert.afterShotId());
            case Edit.Overwrite overwrite ->
                "laid \"" + overwrite.shot().fileName() + "\" over " + overwrite.atShotId();
            case Edit.Replace replace ->
                "replaced the picture of " + replace.shotId() + " by \""
                        + replace.piece().fileName() + "\"";
            case Edit.Delete delete ->
                "deleted " + delete.shotId() + (delete.reason().isEmpty() ? "" : " (" + delete.reason() + ")");
            case Edit.Restore restore -> "restored " + restore.shot().id() + " " + behind(restore.afterShotId());
            case Edit.LockShot lock -> "locked " + lock.shotId() + scope(lock.scope());
            case Edit.UnlockShot unlock -> "unlocked " + unlock.shotId();
            case Edit.SetTransition transition ->
                "made the way from " + transition.fromShotId() + " to " + transition.toShotId() + " a "
                        + word(transition.kind());
            case Edit.SetSongOffset offset ->
                String.format(
                        Locale.ROOT, "began the song at %.2f s", offset.song().startSeconds());
            case Edit.CorrectTempo tempo ->
                String.format(
                        Locale.ROOT,
                        "corrected the tempo to %.1f BPM",
                        tempo.grid().milliBpm() / 1000.0);
            case Edit.RepairBeats repair -> repaired(repair);
            case Edit.AcceptProposal accept -> "accepted a proposal" + asked(accept.proposal());
            case Edit.RejectProposal reject -> "rejected a proposal" + asked(reject.proposal());
            case Edit.Undo undo -> "took back the step of revision " + undo.step();
            case Edit.Redo redo -> "made the step of revision " + redo.step() + " again";
        };
    }

    private static String repaired(Edit.RepairBeats repair) {
        String what = switch (repair.correction()) {
            case GridCorrection.Doubled doubled -> "doubled the beats";
            case GridCorrection.Halved halved -> "halved the beats";
            case GridCorrection.Tapped taps -> "tapped the beats";
            case GridCorrection.Nudged nudge ->
                String.format(Locale.ROOT, "moved the beats by %+.0f ms", nudge.seconds() * 1000);
            case GridCorrection.DownbeatSet bar ->
                String.format(Locale.ROOT, "began a bar at %.2f s of the song", bar.seconds());
        };
        int shots = repair.moved().size();
        return what + (shots == 0 ? "" : "; " + shots + (shots == 1 ? " shot follows" : " shots follow"));
    }

    private static String behind(@Nullable String shotId) {
        return shotId == null ? "to the start" : "behind " + shotId;
    }

    private static String edge(Edge edge) {
        return edge == Edge.START ? "start" : "end";
    }

    static String frames(long frames) {
        return (frames > 0 ? "+" : "") + frames + (Math.abs(frames) == 1 ? " frame" : " frames");
    }

    private static String scope(Lock.Scope scope) {
        return scope == Lock.Scope.RANGE ? " in range" : " in place and range";
    }

    static String word(TransitionKind kind) {
        return kind.word().replace('_', ' ');
    }

    private static String asked(Edit.Proposal proposal) {
        return proposal.instruction().isEmpty() ? "" : " (" + proposal.instruction() + ")";
    }
}
