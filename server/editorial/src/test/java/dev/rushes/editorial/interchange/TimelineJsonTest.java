// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.reason.Explanation;
import dev.rushes.editorial.reason.TimelineReasoning;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import dev.rushes.editorial.timeline.UserEdit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimelineJsonTest {

    private static final FrameRate NTSC = new FrameRate(30000, 1001);

    private final String documented = Golden.read("timeline/documented.json");

    @Test
    void documentedExampleRoundTripsUnchanged() {
        String written = TimelineJson.write(TimelineJson.parse(documented));

        assertThat(Golden.flat(written)).isEqualTo(Golden.flat(documented));
        Golden.assertBytes("timeline/documented.written.json", written);
        assertThat(TimelineJson.write(TimelineJson.parse(written))).isEqualTo(written);
    }

    @Test
    void documentedExampleReadsAsSaid() {
        Timeline timeline = TimelineJson.parse(documented);

        Shot second = timeline.shots().get(1);
        assertThat(timeline.frameCount()).isEqualTo(117);
        assertThat(timeline.shots().getFirst().source()).isEqualTo(new FrameRange(69, 54));
        assertThat(second.record()).isEqualTo(new FrameRange(54, 63));
        assertThat(second.lock())
                .isEqualTo(new Lock(
                        "user",
                        Instant.parse("2025-01-15T10:26:00Z"),
                        "user_reordered",
                        "User explicitly moved to position 2",
                        Lock.Scope.PLACE_AND_RANGE));
        assertThat(second.fileName()).isEqualTo("side_cam_003.mp4");
        assertThat(timeline.song().durationSeconds()).isEqualTo(30.5);
        assertThat(timeline.deletedShots().getFirst().explanation().confidence())
                .isEqualTo(0.78);
        assertThat(timeline.userEdits().get(2).section()).isEqualTo(new FrameRange(240, 210));
    }

    @Test
    void aLockThatLetsItsShotMoveIsReadBackAsOne() {
        String movable =
                documented.replace("\"locked_by\": \"user\",", "\"locked_by\": \"user\", \"scope\": \"range\",");
        assertThat(movable).isNotEqualTo(documented);
        Timeline timeline = TimelineJson.parse(movable);
        assertThat(timeline.shots().get(1).lock()).extracting(Lock::scope).isEqualTo(Lock.Scope.RANGE);
        assertThat(TimelineJson.parse(TimelineJson.write(timeline))
                        .shots()
                        .get(1)
                        .lock())
                .isEqualTo(timeline.shots().get(1).lock());
    }

    @Test
    void unknownThingsAreWrittenAsNull() {
        String json = TimelineJson.write(timeline(FrameRate.FPS_30, List.of(40L, 50L)));

        assertThat(Golden.flat(json))
                .containsEntry("/clips/0/lock_metadata", "VALUE_NULL null")
                .containsEntry("/ai_reasoning/style_match_score", "VALUE_NULL null")
                .containsEntry("/final_status", "VALUE_NULL null")
                .containsEntry("/transitions/0/beat_index", "number -1");
        assertThat(TimelineJson.parse(json).reasoning().styleMatchScore()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"30,1", "30000,1001", "24000,1001", "25,1", "60000,1001", "1000,7"})
    void framesOfAnyRateSurviveDecimalSeconds(int numerator, int denominator) {
        FrameRate rate = new FrameRate(numerator, denominator);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int run = 0; run < 200; run++) {
            List<Long> lengths = new ArrayList<>();
            for (int i = random.nextInt(1, 40); i > 0; i--) {
                lengths.add(random.nextLong(1, 300));
            }
            Timeline timeline = timeline(rate, lengths);
            String json = TimelineJson.write(timeline);

            Timeline read = TimelineJson.parse(json, rate);
            assertThat(read.shots().stream().map(Shot::record).toList())
                    .isEqualTo(timeline.shots().stream().map(Shot::record).toList());
            assertThat(read.shots().stream().map(Shot::source).toList())
                    .isEqualTo(timeline.shots().stream().map(Shot::source).toList());
            assertThat(TimelineJson.write(read)).isEqualTo(json);
        }
    }

    @Test
    void secondsCarryNoBinaryNoise() {
        String json = TimelineJson.write(timeline(NTSC, List.of(1L, 2L, 10L)));

        assertThat(Golden.flat(json))
                .containsEntry("/clips/1/timeline_start", "number 0.033367")
                .containsEntry("/clips/2/timeline_start", "number 0.1001");
    }

    @Test
    void energyIsWrittenAtAHopThatDividesTheExcerpt() {
        Timeline odd = withEnergy(2.0, new EnergyCurve(0.75, List.of(0.0, 0.75, 0.0)));

        EnergyCurve read = TimelineJson.parse(TimelineJson.write(odd)).song().energy();

        assertThat(read.hopSeconds()).isEqualTo(2.0 / 3, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(read.values().get(1)).isEqualTo(0.666667);
    }

    @Test
    void whatFollowsTheExcerptIsWrittenAsFarAsTheCutGoes() {
        List<Double> beats = List.of(0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0);
        EnergyCurve energy = new EnergyCurve(0.5, List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7));

        SongExcerpt longer = TimelineJson.parse(TimelineJson.write(withSong(75, 2, beats, energy)))
                .song();
        SongExcerpt shorter = TimelineJson.parse(TimelineJson.write(withSong(30, 2, beats, energy)))
                .song();

        assertThat(longer.beats()).containsExactly(0.0, 0.5, 1.0, 1.5, 2.0);
        assertThat(shorter.beats()).containsExactly(0.0, 0.5, 1.0, 1.5);
        assertThat(longer.energy()).isEqualTo(new EnergyCurve(0.5, List.of(0.1, 0.2, 0.3, 0.4)));
    }

    @Test
    void energyTimesGiveTheHop() {
        String json = documented.replace(
                "\"energy_curve\"", "\"energy_times\": [0, 0.5, 1.0, 1.5, 2.0, 2.5], \"energy_curve\"");

        assertThat(TimelineJson.parse(json).song().energy().hopSeconds()).isEqualTo(0.5);
    }

    @Test
    void otherWordsForTheSameActionAreUnderstood() {
        Timeline timeline = TimelineJson.parse(documented
                .replace("\"clip_deleted\"", "\"delete\"")
                .replace("\"reason_selected\"", "\"reason\"")
                .replace("\"action\": \"user_reordered\"", "\"action\": \"reorder\"")
                .replace("\"make_tighter\"", "\"more_energy\"")
                .replace("\"shot_type\": \"close_up\"", "\"shot_type\": \"close up shot\""));

        UserEdit deletion = timeline.userEdits().getFirst();
        assertThat(deletion.action()).isEqualTo("clip_deleted");
        assertThat(deletion.reason()).isEqualTo("too_shaky");
        assertThat(timeline.userEdits().get(2).instruction()).isEqualTo("add_energy");
        assertThat(timeline.shots().get(1).history().get(1).action()).isEqualTo("user_reordered");
        assertThat(timeline.shots().getFirst().metadata().shotType()).isEqualTo(ShotType.CLOSE_UP);
    }

    @Test
    void unknownKeysAreIgnored() {
        String json = documented.replace("\"version\": \"1.0\",", "\"version\": \"1.3\", \"mood\": {\"a\": [1]},");

        assertThat(TimelineJson.parse(json)).isEqualTo(TimelineJson.parse(documented));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"source_end\": 2.1, | | clips[1].source_end: missing",
                "\"source_end\": 2.1, | \"source_end\": \"x\", | clips[1].source_end: \"x\" (expected: a number)",
                "\"source_end\": 2.1, | \"source_end\": 3.1, | clips[1].source_end: 3.1 (expected: 2.1,",
                "\"timeline_start\": 1.8, | \"timeline_start\": 2.5, | clips[1].timeline_start: 2.5 (expected: 1.8,",
                "\"duration\": 2.1, | \"duration\": 0, | clips[1].duration: 0 (expected: at least one frame)",
                "\"angle\": \"side\" | \"angle\": \"moon\" | clips[1].metadata.angle: Angle: \"moon\"",
                "\"visual_quality\": 0.88 | \"visual_quality\": 88 | clips[1].metadata.visual_quality: 88 (expected: 0..1)",
                "\"locked\": false | \"locked\": true | clips[0].locked: true (expected: false, or lock_metadata",
                "\"to_clip\": \"clip_2\" | \"to_clip\": \"clip_9\" | transitions[0].to_clip: \"clip_9\" (expected: \"clip_2\"",
                "\"beat_index\": 3 | \"beat_index\": 3.5 | transitions[0].beat_index: 3.5 (expected: a whole number)",
                "\"bpm\": 128 | \"bpm\": 1e-999999999 | song.bpm: 1E-999999999 (expected: a number within",
                "\"user_satisfaction\": 4 | \"user_satisfaction\": 9 | final_status.user_satisfaction: 9 (expected: 1..5)",
                "\"locked_by\": \"user\" | \"scope\": \"none\", \"locked_by\": \"user\" | clips[1].lock_metadata.scope: \"none\" (expected: range",
                "2025-01-15T10:26:00Z | yesterday | clips[1].lock_metadata.locked_at: \"yesterday\" (expected: a time",
                "\"version\": \"1.0\" | \"version\": \"2.0\" | version: \"2.0\" (expected: \"1.0\"",
                "\"version\": \"1.0\" | \"version\": \"1.0\", \"version\": \"1.0\" | Duplicate field",
                "\"section_end\": 15.0 | \"section_end\": 1.0 | user_edits[2].section_end: 1.0 (expected: not before",
            })
    void refusalNamesThePath(String find, String replacement, String message) {
        assertThat(documented).contains(find);
        String json = documented.replace(find, replacement == null ? "" : replacement);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimelineJson.parse(json))
                .withMessageContaining(message);
    }

    @Test
    void whatIsNotOneObjectIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimelineJson.parse("[1]"))
                .withMessageContaining("timeline document: not a JSON object");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimelineJson.parse(""))
                .withMessageContaining("timeline document: not a JSON object");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimelineJson.parse("{\n\"a\": ,}"))
                .withMessageContaining("timeline document: not JSON at line 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimelineJson.parse("{\"a\": \"\\u0000" + "[".repeat(2000) + "\"}"))
                .withMessageContaining("created_at: missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimelineJson.parse("{\"a\": " + "[".repeat(2000)))
                .withMessageContaining("timeline document: not JSON");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimelineJson.parse(documented + "{}"))
                .withMessageContaining("text after the end");
    }

    private static Timeline withEnergy(double duration, EnergyCurve energy) {
        return withSong(60, duration, List.of(0.5), energy);
    }

    private static Timeline withSong(long frames, double duration, List<Double> beats, EnergyCurve energy) {
        Timeline base = timeline(FrameRate.FPS_30, List.of(frames));
        SongExcerpt song = new SongExcerpt("m", "s.mp3", 120, 0, duration, beats, energy);
        return new Timeline(
                base.identity(),
                base.frameRate(),
                song,
                base.shots(),
                base.transitions(),
                base.deletedShots(),
                base.userEdits(),
                base.reasoning(),
                null);
    }

    private static Timeline timeline(FrameRate rate, List<Long> lengths) {
        List<Shot> shots = new ArrayList<>();
        List<Transition> transitions = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < lengths.size(); i++) {
            long length = lengths.get(i);
            shots.add(new Shot(
                    "s" + i,
                    "m" + i,
                    i + ".mp4",
                    new FrameRange(7L * i, length),
                    new FrameRange(at, length),
                    null,
                    new ShotMetadata(ShotType.WIDE, Angle.FRONT, 0.1 + 0.2, 0.5, 0.25),
                    new Explanation(0.5, "Because \"so\".", List.of(), List.of()),
                    List.of()));
            at += length;
            if (i > 0) {
                transitions.add(new Transition("s" + (i - 1), "s" + i, TransitionKind.HARD_CUT, -1, 0, 0));
            }
        }
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        return new Timeline(
                new Timeline.Identity("", "p", "c", 0, 0, now, now),
                rate,
                new SongExcerpt("m", "s.mp3", 120, 0, 2, List.of(0.5), new EnergyCurve(1, List.of(0.0, 1.0))),
                shots,
                transitions,
                List.of(),
                List.of(),
                new TimelineReasoning("calm", null, "", 0, 0),
                null);
    }
}
