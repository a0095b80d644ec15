// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.edit.Cuts;
import dev.rushes.editorial.edit.Edge;
import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.EditLog;
import dev.rushes.editorial.edit.EditResult;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.timeline.Lock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SessionMeterTest {
    private final List<SessionEvent> events = new ArrayList<>();
    private EditLog log = Cuts.log(10);
    private Instant now = Cuts.AT;

    @Test
    void countsWhatBecameOfTheGeneratedShots() {
        edit(new Edit.Move("s5", "s1"));
        edit(new Edit.Trim("s2", Edge.END, -5));
        edit(new Edit.Delete("s8", "too_shaky"));
        edit(new Edit.Insert(Cuts.piece("x", "c77", 0, 20), "s1"));
        edit(new Edit.Replace("s9", Cuts.piece("y", "c78", 0, 30)));

        SessionMetrics.Clips clips = measured().clips();

        // Of s1|s2 ... s9|s10 stay whole: s2 lost its end and stands behind the inserted shot, s5 moved, s8 and s9 are
        // gone.
        assertThat(clips).isEqualTo(new SessionMetrics.Clips(10, 8, 1, 1, 1, 2, 2, 4, 9, 2));
        assertThat(clips.keptPercentage()).isEqualTo(80);
        assertThat(clips.modifiedPercentage()).isEqualTo(20);
    }

    @Test
    void anUntouchedCutSurvivesWhole() {
        SessionMetrics.Clips clips = measured().clips();

        assertThat(clips).isEqualTo(new SessionMetrics.Clips(10, 10, 0, 0, 0, 0, 0, 0, 9, 9));
        assertThat(clips.cutSurvivalPercentage()).isEqualTo(100);
    }

    @Test
    void undoneEditsDoNotCount() {
        edit(new Edit.Delete("s8", ""));
        edit(new Edit.Undo(2));

        assertThat(measured().clips()).isEqualTo(new SessionMetrics.Clips(10, 10, 0, 0, 0, 0, 0, 0, 9, 9));
    }

    @Test
    void aShotTrimmedTwiceIsOneTrimmedShot() {
        edit(new Edit.Slip("s2", 2));
        edit(new Edit.UnlockShot("s2"));
        edit(new Edit.Slip("s2", 3));

        assertThat(measured().clips().trimmed()).isEqualTo(1);
    }

    @Test
    void onlyGeneratedShotsCountAsMovedAndTrimmed() {
        for (int i = 0; i < 4; i++) {
            edit(new Edit.Insert(Cuts.piece("x" + i, "c77", 0, 20), "s1"));
            edit(new Edit.UnlockShot("x" + i));
            edit(new Edit.Move("x" + i, "s9"));
            edit(new Edit.UnlockShot("x" + i));
            edit(new Edit.Slip("x" + i, 2));
        }

        SessionMetrics metrics = measured();

        assertThat(metrics.clips().reordered()).isZero();
        assertThat(metrics.clips().trimmed()).isZero();
        assertThat(RedFlag.of(metrics)).doesNotContain(RedFlag.HIGH_REORDER_RATE);
    }

    @Test
    void aSessionEndsWhereTheNextCutIsGenerated() {
        edit(new Edit.Delete("s8", ""));
        log.append(
                new LoggedEdit(
                        3,
                        3,
                        new LoggedEdit.Stamp("rushes", now, false),
                        new Edit.Generated("g2", Cuts.of(4), List.of())),
                Cuts.MATERIAL);
        edit(new Edit.LockShot(log.timeline().shots().get(1).id(), Lock.Scope.RANGE, ""));

        assertThat(SessionMeter.spans(log.entries()))
                .containsExactly(new SessionMeter.Span("g1", 1, 2), new SessionMeter.Span("g2", 3, 4));
        SessionMetrics second = measured(1);
        assertThat(second.clips()).isEqualTo(new SessionMetrics.Clips(4, 4, 0, 0, 0, 0, 0, 1, 3, 3));
        assertThat(measured(0).clips().deleted()).isEqualTo(1);
    }

    @Test
    void timeAwayIsNotEditingTime() {
        now = now.plusSeconds(20);
        edit(new Edit.Delete("s8", ""));
        now = now.plus(Duration.ofHours(3));
        edit(new Edit.Delete("s7", ""));

        SessionMetrics.Times times = measured().times();

        assertThat(times.editing()).isEqualTo(Duration.ofSeconds(20).plus(SessionMeter.IDLE));
        assertThat(times.generation()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void whatTheMachineTakesIsNotEditingTime() {
        now = now.plusSeconds(40);
        events.add(new SessionEvent.Regenerated(now, "add_energy", 0, Duration.ofSeconds(30)));
        now = now.plusSeconds(5);
        edit(new Edit.Delete("s8", ""));
        now = now.plusSeconds(25);
        events.add(new SessionEvent.Exported(now, "mp4", 2));

        assertThat(measured().times().editing()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void timeSavedFollowsTheExampleOfTheDocuments() {
        SessionMetrics.Times times =
                new SessionMetrics.Times(Duration.ZERO, Duration.ofSeconds(420), SessionMeter.USUAL_MANUAL_TIME);

        assertThat(times.savedPercentage()).isCloseTo(100 * 1380 / 1800.0, within(1e-9));
        assertThat(times.manualEditPercentage()).isCloseTo(100 * 420 / 1800.0, within(1e-9));
    }

    @Test
    void eventsTellRegenerationsExportAndAnswers() {
        events.add(new SessionEvent.Regenerated(now, "make_tighter", 0, Duration.ofSeconds(2)));
        events.add(new SessionEvent.Regenerated(now, "add_energy", 3, Duration.ofSeconds(1)));
        edit(new Edit.Ripple("s1", Edge.END, -10));
        events.add(new SessionEvent.Exported(now, "mp4", 1));
        events.add(new SessionEvent.Surveyed(now, new SessionEvent.Survey(false, 4, Duration.ofMinutes(40))));

        SessionMetrics metrics = measured();

        assertThat(metrics.regenerations())
                .isEqualTo(new SessionMetrics.Regenerations(List.of("make_tighter", "add_energy"), 1));
        assertThat(metrics.times().generation()).isEqualTo(Duration.ofSeconds(93));
        assertThat(metrics.times().estimatedManual()).isEqualTo(Duration.ofMinutes(40));
        assertThat(metrics.outcome())
                .isEqualTo(new SessionMetrics.Outcome(
                        now, "mp4", 10, new SessionEvent.Survey(false, 4, Duration.ofMinutes(40))));
    }

    @Test
    void whoAskedForTheWholeCutAnewThreeTimesWasNotServed() {
        assertThat(measured(0, 2).regenerations().count()).isEqualTo(2);
        assertThat(RedFlag.of(measured(0, 2))).doesNotContain(RedFlag.EXCESSIVE_REGENERATION);
        assertThat(measured(0, 3).regenerations().instructions())
                .containsExactly("regenerate_timeline", "regenerate_timeline", "regenerate_timeline");
        assertThat(RedFlag.of(measured(0, 3))).contains(RedFlag.EXCESSIVE_REGENERATION);
    }

    @Test
    void confidenceOfDeletedShotsIsMissingWhileNoneIs() {
        SessionMetrics.Confidence confidence = measured().confidence();

        assertThat(confidence.all()).isCloseTo(0.8, within(1e-9));
        assertThat(confidence.kept()).isCloseTo(0.8, within(1e-9));
        assertThat(confidence.deleted()).isNull();
    }

    private void edit(Edit edit) {
        long revision = log.revision() + 1;
        assertThat(log.append(
                        new LoggedEdit(revision, revision, new LoggedEdit.Stamp("mia", now, true), edit),
                        Cuts.MATERIAL))
                .isInstanceOf(EditResult.Applied.class);
    }

    private SessionMetrics measured() {
        return measured(0);
    }

    private SessionMetrics measured(int session) {
        return measured(session, 0);
    }

    private SessionMetrics measured(int session, int wholeCuts) {
        List<LoggedEdit> entries = log.entries();
        return SessionMeter.measure(
                entries,
                SessionMeter.spans(entries).get(session),
                new SessionMeter.Surroundings(Cuts.AT.minusSeconds(90), wholeCuts, events, null));
    }
}
