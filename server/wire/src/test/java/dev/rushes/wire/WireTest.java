// SPDX-License-Identifier: Apache-2.0
package dev.rushes.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.Curve;
import dev.rushes.editorial.footage.CutKind;
import dev.rushes.editorial.footage.DetectedCut;
import dev.rushes.editorial.footage.DetectedShot;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.FramingEvidence;
import dev.rushes.editorial.footage.Look;
import dev.rushes.editorial.footage.Quality;
import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.footage.SubjectBox;
import dev.rushes.editorial.footage.TakeSignature;
import dev.rushes.editorial.footage.UsableWindow;
import dev.rushes.editorial.footage.VideoAnalysis;
import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.BeatEvidence;
import dev.rushes.editorial.music.ByteCurve;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.ExcerptSuggestion;
import dev.rushes.editorial.music.Loudness;
import dev.rushes.editorial.music.Section;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.music.SongDetail;
import dev.rushes.editorial.music.SongEvent;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.music.TempoCandidate;
import dev.rushes.editorial.music.WaveformLevel;
import dev.rushes.editorial.reason.Explanation;
import dev.rushes.editorial.reason.RunnerUp;
import dev.rushes.editorial.reason.ScorePart;
import dev.rushes.editorial.reason.TimelineReasoning;
import dev.rushes.editorial.style.StyleProfile;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.DeletedShot;
import dev.rushes.editorial.timeline.FinalStatus;
import dev.rushes.editorial.timeline.HistoryEntry;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import dev.rushes.editorial.timeline.UserEdit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WireTest {

    private static final Instant AT = Instant.parse("2026-01-15T10:23:45.123456789Z");
    private static final FrameRate NTSC = new FrameRate(30000, 1001);
    private static final ShotMetadata SEEN = new ShotMetadata(ShotType.CLOSE_UP, Angle.SIDE, 0.7, 0.92, 0.6);
    private static final Explanation WHY = new Explanation(
            0.92,
            "Loud bar, close-up.",
            List.of(new ScorePart("quality", 1.5), new ScorePart("transition", -0.25)),
            List.of(new RunnerUp("m9", "b.mp4", 0.125)));

    @Test
    void clipFeaturesSurviveTheWire() {
        ClipFeatures clip = clip("too dark");

        assertThat(FootageWire.fromProto(FootageWire.toProto(clip))).isEqualTo(clip);
        assertThat(FootageWire.fromProto(FootageWire.toProto(clip(null)))).isEqualTo(clip(null));
        assertThat(unsetFields(FootageWire.toProto(clip))).isEmpty();
    }

    @Test
    void clipWithoutMotionCurveReadsAsEmptyCurve() {
        var message =
                FootageWire.toProto(clip(null)).toBuilder().clearMotionCurve().clearMotionHopSeconds();

        assertThat(FootageWire.fromProto(message.build()).motionCurve()).isEqualTo(Curve.EMPTY);
    }

    @Test
    void videoAnalysisSurvivesTheWire() {
        VideoAnalysis video = new VideoAnalysis(
                NTSC,
                90,
                3.003,
                List.of(
                        new DetectedCut(30, 1.001, CutKind.HARD_CUT),
                        new DetectedCut(60, 2.002, CutKind.DISSOLVE),
                        new DetectedCut(75, 2.5025, CutKind.WHIP_PAN)),
                List.of(new DetectedShot(
                        new FrameRange(3, 30),
                        0.1001,
                        1.001,
                        new Framing(ShotType.ZOOM, 0.5, Angle.OVERHEAD, 0.25),
                        CameraMotion.ZOOM_IN,
                        0.1,
                        0.2,
                        0.3)));

        assertThat(FootageWire.fromProto(FootageWire.toProto(video))).isEqualTo(video);
        assertThat(unsetFields(FootageWire.toProto(video))).isEmpty();
        assertThat(unsetFields(FootageWire.toProto(video).getShots(0))).isEmpty();
    }

    @Test
    void everyWordOfEveryEnumSurvivesTheWire() {
        for (ShotType type : ShotType.values()) {
            assertThat(FootageWire.fromProto(FootageWire.toProto(type))).isEqualTo(type);
        }
        for (Angle angle : Angle.values()) {
            assertThat(FootageWire.fromProto(FootageWire.toProto(angle))).isEqualTo(angle);
        }
        for (CameraMotion motion : CameraMotion.values()) {
            assertThat(FootageWire.fromProto(FootageWire.toProto(motion))).isEqualTo(motion);
        }
        for (CutKind kind : CutKind.values()) {
            assertThat(FootageWire.fromProto(FootageWire.toProto(kind))).isEqualTo(kind);
        }
        for (TransitionKind kind : TransitionKind.values()) {
            assertThat(TimelineWire.fromProto(TimelineWire.toProto(kind))).isEqualTo(kind);
        }
        for (Lock.Scope scope : Lock.Scope.values()) {
            assertThat(TimelineWire.fromProto(TimelineWire.toProto(scope))).isEqualTo(scope);
        }
    }

    @Test
    void unsetOrUnknownEnumIsRefusedByName() {
        var clip = FootageWire.toProto(clip(null));

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        FootageWire.fromProto(clip.toBuilder().clearShotType().build()))
                .withMessageContaining("shot_type: SHOT_TYPE_UNSPECIFIED");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        FootageWire.fromProto(clip.toBuilder().clearAngle().build()))
                .withMessageContaining("angle: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FootageWire.fromProto(
                        clip.toBuilder().setMotionValue(99).build()))
                .withMessageContaining("motion: UNRECOGNIZED");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimelineWire.fromProto(dev.rushes.api.v1.Transition.getDefaultInstance()))
                .withMessageContaining("kind: KIND_UNSPECIFIED");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        FootageWire.fromProto(clip.toBuilder().clearFrameRate().build()))
                .withMessageContaining("frame rate: 0/0");
    }

    @Test
    void songAnalysisSurvivesTheWire() {
        SongAnalysis song = new SongAnalysis(
                61.25,
                128.5,
                List.of(new Beat(0.47, 1), new Beat(0.94, 2)),
                0.8,
                List.of(new TempoCandidate(64.25, 0.2)),
                new EnergyCurve(0.1, List.of(0.0, 0.5, 1.0)),
                List.of(new Section(0, 10, "intro", .2, "A"), new Section(10, 61.25, "chorus", .8, "B")),
                new SongDetail(
                        "A beat of 128.5 BPM.",
                        "fast montage",
                        new Loudness(-9.5, 4, -7, -.3, 8),
                        List.of("driving"),
                        List.of(
                                new SongEvent(SongEvent.Kind.BUILD, 4, 10, .4),
                                new SongEvent(SongEvent.Kind.DROP, 10, 12, .5),
                                new SongEvent(SongEvent.Kind.BREAK, 30, 34, .3)),
                        List.of(new ExcerptSuggestion(15, 10, 25, "From 10.0 s.")),
                        List.of(new WaveformLevel(.01, ByteCurve.of(new byte[] {0, 127, -1}))),
                        new BeatEvidence(.01, .0035, ByteCurve.of(new byte[] {1, 2, 3}))));

        assertThat(MusicWire.fromProto(MusicWire.toProto(song))).isEqualTo(song);
        assertThat(unsetFields(MusicWire.toProto(song))).isEmpty();
        assertThat(MusicWire.fromProto(dev.rushes.api.v1.SongAnalysis.getDefaultInstance())
                        .energy()
                        .values())
                .isEmpty();
    }

    @Test
    void styleProfileSurvivesTheWire() {
        StyleProfile profile = profile(new StyleProfile.LearnedModel("xgboost", "models/a.ubj", Map.of("angle", 1.0)));

        assertThat(StyleWire.fromProto(StyleWire.toProto(profile))).isEqualTo(profile);
        assertThat(StyleWire.fromProto(StyleWire.toProto(profile(null)))).isEqualTo(profile(null));
        assertThat(unsetFields(StyleWire.toProto(profile))).containsExactly("style_profile_id");
    }

    @Test
    void unknownPreferredShotTypeIsRefusedByName() {
        var message = StyleWire.toProto(profile(null)).toBuilder();
        message.getEnergyMatchingBuilder().getLowEnergySectionsBuilder().setPreferredShotType("huge");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StyleWire.fromProto(message.build()))
                .withMessageContaining("energy_matching.low_energy_sections.preferred_shot_type: ")
                .withMessageContaining("huge");
    }

    @Test
    void timelineSurvivesTheWire() {
        Timeline timeline = timeline();
        var message = TimelineWire.toProto(timeline);

        assertThat(TimelineWire.fromProto(message)).isEqualTo(timeline);
        assertThat(unsetFields(message)).isEmpty();
        assertThat(unsetFields(message.getShots(0))).isEmpty();
        assertThat(unsetFields(message.getSong())).isEmpty();
        assertThat(unsetFields(message.getTransitions(0))).isEmpty();
        assertThat(unsetFields(message.getDeletedShots(0))).isEmpty();
        assertThat(unsetFields(message.getUserEdits(0))).isEmpty();
        assertThat(unsetFields(message.getFinalStatus())).isEmpty();
        assertThat(unsetFields(message.getReasoning())).isEmpty();
    }

    @Test
    void watchersGetTheCutWithoutWhatWasDoneToIt() {
        Timeline timeline = timeline();
        var whole = TimelineWire.toProto(timeline).toBuilder().clearUserEdits();
        whole.getShotsBuilderList().forEach(dev.rushes.api.v1.Shot.Builder::clearEditHistory);

        assertThat(TimelineWire.toProtoWithoutHistory(timeline)).isEqualTo(whole.build());
    }

    @Test
    void whatNobodySaidStaysUnsaid() {
        FinalStatus silent =
                new FinalStatus(false, null, null, null, 0, Duration.ZERO, Duration.ZERO, Duration.ofMillis(1));
        UserEdit bare = new UserEdit(AT, "regenerate_requested", null, null, null, null, null, null);
        HistoryEntry entry = new HistoryEntry("ai_generated", AT, null, null, null);
        TimelineReasoning unmatched = new TimelineReasoning("calm", null, "", 0, 0);

        assertThat(TimelineWire.fromProto(TimelineWire.toProto(silent))).isEqualTo(silent);
        assertThat(TimelineWire.fromProto(TimelineWire.toProto(bare))).isEqualTo(bare);
        assertThat(TimelineWire.fromProto(TimelineWire.toProto(entry))).isEqualTo(entry);
        assertThat(TimelineWire.fromProto(TimelineWire.toProto(unmatched))).isEqualTo(unmatched);
    }

    @Test
    void deletedShotOfAnOlderSenderKeepsItsConfidence() {
        var message = dev.rushes.api.v1.DeletedShot.newBuilder()
                .setConfidence(0.78)
                .setMetadata(TimelineWire.toProto(SEEN))
                .build();

        assertThat(TimelineWire.fromProto(message).explanation().confidence()).isEqualTo(0.78);
    }

    private static ClipFeatures clip(@Nullable String rejectedReason) {
        return new ClipFeatures(
                12.5,
                1080,
                1920,
                90,
                NTSC,
                new Framing(ShotType.WIDE, 0.7, Angle.FRONT, 0.6),
                CameraMotion.HANDHELD,
                0.1,
                new Quality(0.2, 0.3, 0.4, 0.5),
                0.6,
                List.of(new UsableWindow(0.5, 2.25, 0.75)),
                new Curve(0.2, List.of(0.1, 0.9)),
                List.of(new SubjectBox(0.1, 0.2, 0.3, 0.4, 0.5)),
                0xFEDC_BA98_7654_3210L,
                rejectedReason,
                new Look(List.of("#102030"), -0.5, 0.25, 0.75, List.of("dim", "calm")),
                List.of("too shaky from 2.1 s"),
                "Wide shot.",
                new TakeSignature(List.of(1L, 0xFEDC_BA98_7654_3210L), List.of(0.5f, 12f), List.of(-90f, -0.25f)),
                new FramingEvidence(3, List.of(0.5f, -1.5f), List.of(0.2, 0.3, 0.5), List.of(0.1, 0.2, 0.3, 0.4)));
    }

    private static StyleProfile profile(StyleProfile.@Nullable LearnedModel model) {
        return new StyleProfile(
                "user_123",
                23,
                AT,
                new StyleProfile.ShotPatterns(
                        1.8, 0.6, List.of(0.5, 1.2, 1.8, 2.3, 3.1), Map.of("close_up", 0.4, "wide", 0.6)),
                new StyleProfile.Sequencing(Map.of("front_to_side", 1.0), 0.12, 2, Map.of("wide_to_zoom", 1.0)),
                new StyleProfile.Pacing(0.26, 0.18, 2.1, 1.6, 1.4),
                new StyleProfile.SectionPreference(ShotType.CLOSE_UP, "every_beat", 0.7),
                new StyleProfile.SectionPreference(ShotType.WIDE, "every_2_beats", 0.3),
                Map.of("hard_cut", 0.8, "whip_pan", 0.2),
                new StyleProfile.QualityThresholds(0.7, 0.3, 0.2, 0.95),
                model);
    }

    private static Timeline timeline() {
        HistoryEntry moved = new HistoryEntry("user_reordered", AT, 3L, 0, 2);
        return new Timeline(
                new Timeline.Identity("j1", "p1", "user_123", 4, 42, AT, AT.plusSeconds(9)),
                NTSC,
                new SongExcerpt(
                        "m1", "song.mp3", 128, 12.25, 30.5, List.of(0.47, 0.94), new EnergyCurve(0.5, List.of(0.3))),
                List.of(
                        new Shot(
                                "s1",
                                "m2",
                                "a.mp4",
                                new FrameRange(69, 54),
                                new FrameRange(0, 54),
                                new Lock("user", AT, "user_reordered", "mine", Lock.Scope.RANGE),
                                SEEN,
                                WHY,
                                List.of(moved)),
                        new Shot(
                                "s2",
                                "m3",
                                "b.mp4",
                                new FrameRange(0, 10),
                                new FrameRange(54, 10),
                                null,
                                SEEN,
                                WHY,
                                List.of())),
                List.of(new Transition("s1", "s2", TransitionKind.WHIP_PAN, 3, 4, 5)),
                List.of(new DeletedShot("s7", AT, WHY, "too_shaky", SEEN, "c7")),
                List.of(new UserEdit(
                        AT, "clip_reordered", "s1", "too_slow", 0, 2, new FrameRange(5, 6), "make_tighter")),
                new TimelineReasoning("high_energy", 0.87, "Close-ups on drops.", 12.5, 13.5),
                new FinalStatus(
                        true,
                        AT,
                        4,
                        false,
                        23,
                        Duration.ofSeconds(45),
                        Duration.ofMillis(420_500),
                        Duration.ofSeconds(1380)));
    }

    /** Names the singular and repeated fields a message leaves empty, so a forgotten field fails its test. */
    private static Set<String> unsetFields(Message message) {
        Set<String> names = new TreeSet<>();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean set = field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
            if (!set) {
                names.add(field.getName());
            }
        }
        return names;
    }
}
