// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.interchange.Feature;
import dev.rushes.editorial.interchange.Format;
import dev.rushes.editorial.interchange.HandOff;
import dev.rushes.editorial.interchange.LossReport;
import dev.rushes.editorial.interchange.MediaReference;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.Timecode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every format, read by readers that share no code with the writers, shows the frames of the renderer or says which not. */
@Tag("promise")
final class HandOffRoundTripTest {

    private static final int CUTS = 250;

    /** How the formats say that a clip plays faster or slower: no shot does (TML-12), and a clip of another rate is not to be retimed. */
    private static final List<String> RETIMING =
            List.of("timeremap", "timeMap", "scaleEnabled=\"1\"", "TimeWarp", "FreezeFrame", "\nM2 ");

    @ParameterizedTest
    @EnumSource(names = {"XMEML", "FCPXML", "OTIO", "EDL"})
    void everyFrameIsTheRenderersOrNamed(Format format) {
        for (long seed = 0; seed < CUTS; seed++) {
            HandOff cut = HandOffs.random(seed);
            StringBuilder document = new StringBuilder();
            LossReport report = write(format, cut, document);
            ReadCut read = read(format, cut, document.toString());
            ReadCut wanted = Expected.of(cut);
            String what = format + ", seed " + seed;
            compare(what, read, wanted, report);
            assertThat(document.toString()).as(what).doesNotContain(RETIMING);
            if (report.losses().stream().noneMatch(loss -> loss.feature() == Feature.SONG)) {
                assertThat(seconds(read)).as(what).isCloseTo(seconds(wanted), within(1e-9));
            } else {
                double halfFrame = 0.5 / cut.timeline().frameRate().framesPerSecond();
                assertThat(seconds(read)).as(what).isCloseTo(seconds(wanted), within(halfFrame + 1e-9));
            }
        }
    }

    @Test
    void ticksMakeXmemlExact() {
        for (long seed = 0; seed < CUTS; seed++) {
            HandOff cut = HandOffs.random(seed);
            StringBuilder document = new StringBuilder();
            write(Format.XMEML, cut, document);
            ReadCut read = new XmemlReading(true).read(document.toString());
            ReadCut wanted = Expected.of(cut);
            assertThat(read.shots()).as("seed " + seed).isEqualTo(wanted.shots());
            assertThat(seconds(read)).isCloseTo(seconds(wanted), within(1e-9));
        }
    }

    private static void compare(String what, ReadCut read, ReadCut wanted, LossReport report) {
        assertThat(read.blends()).as(what).isEqualTo(wanted.blends());
        assertThat(read.song().name()).isEqualTo(wanted.song().name());
        assertThat(read.shots()).as(what).hasSameSizeAs(wanted.shots());
        assertThat(read.frameRate().minus(wanted.frameRate()).above().signum())
                .as(what)
                .isZero();
        for (int i = 0; i < read.shots().size(); i++) {
            ReadCut.ReadShot shot = read.shots().get(i);
            ReadCut.ReadShot right = wanted.shots().get(i);
            String which = what + ", shot " + (i + 1);
            assertThat(shot.name()).as(which).isEqualTo(right.name());
            assertThat(shot.shown()).as(which).isEqualTo(right.shown());
            if (report.concerns(Feature.MIXED_RATES, i + 1)) {
                assertThat(shot.pictures()).as(which + " is named without need").isNotEqualTo(right.pictures());
                for (int k = 0; k < shot.pictures().size(); k++) {
                    assertThat(shot.pictures().get(k))
                            .as(which)
                            .isBetween(
                                    right.pictures().get(k) - 1,
                                    right.pictures().get(k) + 1);
                }
            } else {
                assertThat(shot.pictures()).as(which).isEqualTo(right.pictures());
            }
        }
    }

    private static double seconds(ReadCut cut) {
        Ratio start = cut.song().startSeconds();
        return start.above().doubleValue() / start.below().doubleValue();
    }

    static LossReport write(Format format, HandOff cut, StringBuilder document) {
        try {
            return format.write(cut, document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ReadCut read(Format format, HandOff cut, String document) {
        return switch (format) {
            case XMEML -> new XmemlReading(false).read(document);
            case FCPXML -> new FcpxmlReading().read(document);
            case OTIO -> new OtioReading().read(document);
            case EDL -> edl(cut).read(document);
            case TIMELINE_JSON -> throw new IllegalArgumentException("TimelineJsonTest reads it");
        };
    }

    private static EdlReading edl(HandOff cut) {
        Map<String, Ratio> rates = new HashMap<>();
        Map<String, String> starts = new HashMap<>();
        for (MediaReference clip : cut.clips().values()) {
            FrameRate rate = clip.timing().rate();
            rates.put(clip.fileName(), Expected.ratio(rate));
            Timecode start = clip.timing().start();
            if (start != null) {
                starts.put(clip.fileName(), start.toString());
            }
        }
        return new EdlReading(Expected.ratio(cut.timeline().frameRate()), rates, starts);
    }
}
