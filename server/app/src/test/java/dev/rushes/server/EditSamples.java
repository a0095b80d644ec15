// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.editorial.edit.Edge;
import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.NewShot;
import dev.rushes.editorial.edit.TempoGrid;
import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.List;

/** An edit of every kind with every field set. */
public final class EditSamples {
    private EditSamples() {}

    public static List<Edit> all(Timeline timeline) {
        Shot shot = timeline.shots().getFirst();
        NewShot piece = new NewShot("new", "clip-9", "nine.mp4", new FrameRange(3, 30), shot.metadata());
        Edit.Proposal proposal = new Edit.Proposal("proposal", new FrameRange(0, 60), "make_tighter");
        return List.of(
                new Edit.Generated("generation", timeline, List.of(new GridCorrection.Doubled())),
                new Edit.Move("shot-1", "shot-2"),
                new Edit.Move("shot-1", null),
                new Edit.Trim("shot-1", Edge.START, -2),
                new Edit.Slip("shot-1", 3),
                new Edit.Slide("shot-1", 3),
                new Edit.Roll("shot-1", "shot-2", 3),
                new Edit.Ripple("shot-1", Edge.END, 3),
                new Edit.Insert(piece, "shot-1"),
                new Edit.Overwrite(piece, "shot-1", 4, "tail"),
                new Edit.Replace("shot-1", piece),
                new Edit.Delete("shot-1", "too_shaky"),
                new Edit.Restore(shot, null),
                new Edit.LockShot("shot-1", Lock.Scope.RANGE, "mine"),
                new Edit.UnlockShot("shot-1"),
                new Edit.SetTransition("shot-1", "shot-2", TransitionKind.WHIP_PAN, 3, 4),
                new Edit.SetSongOffset(timeline.song()),
                new Edit.CorrectTempo(new TempoGrid(120_500, 1_250_000, 3), timeline.song()),
                repaired(timeline, new GridCorrection.Doubled()),
                repaired(timeline, new GridCorrection.Halved()),
                repaired(timeline, new GridCorrection.Tapped(List.of(1.0, 1.5))),
                repaired(timeline, new GridCorrection.Nudged(-0.02)),
                repaired(timeline, new GridCorrection.DownbeatSet(1.5)),
                new Edit.AcceptProposal(proposal, "shot-1", "shot-2", timeline.shots(), timeline.transitions(), true),
                new Edit.RejectProposal(proposal),
                new Edit.Undo(2),
                new Edit.Redo(2));
    }

    private static Edit repaired(Timeline timeline, GridCorrection correction) {
        return new Edit.RepairBeats(
                correction,
                timeline.song(),
                List.of(new Edit.RepairBeats.MovedShot("shot-1", new FrameRange(2, 31))),
                1);
    }
}
