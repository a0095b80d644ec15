// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.edit.Edit.RepairBeats.MovedShot;
import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.GridCorrection;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Repairs of beats on a cut of shots s1, s2, ... of 30 frames. */
class BeatEditTest {
    private static final GridCorrection LATER = new GridCorrection.Nudged(.1);

    @Test
    void cutPointsFollowTheBeatsAndTheCutKeepsItsLength() {
        EditLog log = Cuts.log(3);
        assertThat(Cuts.append(log, repair(moved("s1", 100, 133), moved("s2", 103, 130))))
                .isInstanceOf(EditResult.Applied.class);
        Timeline after = log.timeline();
        assertThat(Cuts.layout(after)).isEqualTo("s1:33 s2:27 s3:30");
        assertThat(after.song()).isEqualTo(beats());
        assertThat(after.userEdits().getLast().action()).isEqualTo("beats_repaired");
        assertThat(after.shots().get(1).history().getLast().action()).isEqualTo("beats_repaired");
        assertThat(after.shots().getFirst().lock()).isNull();
        Cuts.append(log, new Edit.Undo(log.entries().getLast().step()));
        assertThat(Cuts.layout(log.timeline())).isEqualTo("s1:30 s2:30 s3:30");
        assertThat(log.timeline().song()).isEqualTo(Cuts.of(3).song());
    }

    @Test
    void whatIsLockedKeepsItsFramesAndItsPlace() {
        assertRefused(Lock.Scope.RANGE, Refusal.SHOT_LOCKED, moved("s1", 100, 133), moved("s2", 103, 130));
        assertRefused(Lock.Scope.PLACE_AND_RANGE, Refusal.SHOT_LOCKED, moved("s1", 100, 133), moved("s3", 103, 130));
        EditLog log = locked(Lock.Scope.RANGE);
        assertThat(Cuts.append(log, repair(moved("s1", 100, 133), moved("s3", 103, 130))))
                .isInstanceOf(EditResult.Applied.class);
        Shot shot = log.timeline().shots().get(1);
        assertThat(shot.record()).isEqualTo(new FrameRange(33, 30));
        assertThat(shot.source()).isEqualTo(new FrameRange(100, 30));
    }

    @Test
    void aRepairThatWouldLengthenTheCutOrNeedsMissingFramesIsRefused() {
        assertThat(refusal(Cuts.log(3), moved("s1", 100, 133))).isEqualTo(Refusal.LENGTH_DIFFERS);
        assertThat(refusal(Cuts.log(3), moved("s1", 100, 301), moved("s2", 271, 272)))
                .isEqualTo(Refusal.NO_MEDIA);
        assertThat(Cuts.append(
                        Cuts.log(3), new Edit.RepairBeats(LATER, Cuts.of(3).song(), List.of(), 0)))
                .isInstanceOfSatisfying(
                        EditResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Refusal.NOTHING_CHANGES));
    }

    @Test
    void correctionsInForceAddUpAndThoseOfAnotherSongDoNotCount() {
        SongAnalysis heard = heard();
        Edit halved = new Edit.RepairBeats(new GridCorrection.Halved(), beats(), List.of(), 0);
        Edit later = new Edit.RepairBeats(LATER, beats(), List.of(), 0);
        SongAnalysis song = HeardBeats.corrected(heard, "song", List.of(halved, new Edit.Slip("s1", 1), later));
        assertThat(song.bpm()).isCloseTo(60, org.assertj.core.data.Offset.offset(.01));
        assertThat(song.beats())
                .extracting(Beat::seconds)
                .satisfies(
                        at -> assertThat(at.get(2) - at.get(1)).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9)))
                .anySatisfy(at -> assertThat(at).isCloseTo(2.1, org.assertj.core.data.Offset.offset(1e-6)));
        assertThat(HeardBeats.corrected(heard, "another", List.of(halved, later)))
                .isEqualTo(heard);
    }

    @Test
    void aCutKeepsItsGroundAndACutOnAnotherGroundBeginsAnew() {
        SongAnalysis heard = heard();
        List<GridCorrection> doubled = List.of(new GridCorrection.Doubled());
        List<GridCorrection> halved = List.of(new GridCorrection.Halved());
        Edit made = new Edit.Generated("g1", Cuts.of(3), doubled);
        Edit slower =
                new Edit.RepairBeats(new GridCorrection.Halved(), Cuts.of(3).song(), List.of(), 0);
        String songId = Cuts.of(3).song().songId();

        assertThat(bpm(HeardBeats.corrected(heard, songId, List.of(made)))).isEqualTo(240);
        assertThat(bpm(HeardBeats.corrected(heard, songId, List.of(made, slower))))
                .isEqualTo(120);
        assertThat(bpm(HeardBeats.forNewCut(heard, songId, List.of(made, slower), doubled)))
                .isEqualTo(120);
        assertThat(bpm(HeardBeats.forNewCut(heard, songId, List.of(made, slower), halved)))
                .isEqualTo(60);
        assertThat(HeardBeats.forNewCut(heard, songId, List.of(made, slower), List.of()))
                .isEqualTo(heard);
        assertThat(bpm(HeardBeats.corrected(
                        heard, songId, List.of(made, slower, new Edit.Generated("g2", Cuts.of(3), halved)))))
                .isEqualTo(60);
        assertThat(bpm(HeardBeats.corrected(
                        heard, songId, List.of(made, slower, new Edit.Generated("g2", Cuts.of(3), doubled)))))
                .isEqualTo(120);
        assertThat(HeardBeats.corrected(heard, "another", List.of(made))).isEqualTo(heard);
    }

    private static long bpm(SongAnalysis song) {
        return Math.round(song.bpm());
    }

    private static SongAnalysis heard() {
        return new SongAnalysis(
                20,
                120,
                IntStream.range(0, 40)
                        .mapToObj(i -> new Beat(i * .5, i % 4 + 1))
                        .toList(),
                .9,
                List.of(),
                new EnergyCurve(.5, List.of(.5)),
                List.of());
    }

    private static void assertRefused(Lock.Scope scope, Refusal reason, MovedShot... moved) {
        assertThat(refusal(locked(scope), moved)).isEqualTo(reason);
    }

    private static Refusal refusal(EditLog log, MovedShot... moved) {
        return ((EditResult.Refused) Cuts.append(log, repair(moved))).reason();
    }

    private static EditLog locked(Lock.Scope scope) {
        EditLog log = Cuts.log(3);
        Cuts.append(log, new Edit.LockShot("s2", scope, ""));
        return log;
    }

    private static Edit repair(MovedShot... moved) {
        return new Edit.RepairBeats(LATER, beats(), List.of(moved), 0);
    }

    private static SongExcerpt beats() {
        SongExcerpt old = Cuts.of(3).song();
        return new SongExcerpt(
                old.songId(),
                old.fileName(),
                old.bpm(),
                old.startSeconds(),
                old.durationSeconds(),
                old.beats().stream().map(at -> at + .1).toList(),
                old.energy());
    }

    private static MovedShot moved(String shotId, long start, long end) {
        return new MovedShot(shotId, FrameRange.between(start, end));
    }
}
