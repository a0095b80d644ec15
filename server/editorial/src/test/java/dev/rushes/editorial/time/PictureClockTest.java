// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PictureClockTest {

    static final List<FrameRate> RATES = List.of(
            new FrameRate(24_000, 1_001),
            new FrameRate(24, 1),
            new FrameRate(25, 1),
            new FrameRate(30_000, 1_001),
            FrameRate.FPS_30,
            new FrameRate(50, 1),
            new FrameRate(60_000, 1_001),
            new FrameRate(60, 1));

    /** The renderer's rule written as it is said, in decimals. */
    private static long rendered(FrameRate timeline, FrameRate clip, long frame) {
        BigDecimal moment = BigDecimal.valueOf(frame)
                .multiply(BigDecimal.valueOf(timeline.denominator()))
                .divide(BigDecimal.valueOf(timeline.numerator()), new MathContext(60))
                .add(new BigDecimal("0.001"));
        return moment.multiply(BigDecimal.valueOf(clip.numerator()))
                .divide(BigDecimal.valueOf(clip.denominator()), new MathContext(50))
                .add(new BigDecimal("1e-30"))
                .toBigInteger()
                .longValueExact();
    }

    @Test
    void picturesAreThoseOfTheRenderer() {
        for (FrameRate timeline : RATES) {
            for (FrameRate clip : RATES) {
                PictureClock clock = new PictureClock(timeline, clip);
                for (long frame = 0; frame < 2_500; frame++) {
                    assertThat(clock.pictureAt(frame))
                            .as("%s on %s, frame %d", clip, timeline, frame)
                            .isEqualTo(rendered(timeline, clip, frame));
                }
            }
        }
    }

    @Test
    void aPlayerThatBeginsAtTheStartShowsExactlyThosePictures() {
        Random random = new Random(7);
        for (FrameRate timeline : RATES) {
            for (FrameRate clip : RATES) {
                PictureClock clock = new PictureClock(timeline, clip);
                for (int i = 0; i < 300; i++) {
                    FrameRange source = new FrameRange(random.nextInt(20_000), 1 + random.nextInt(200));
                    long before = random.nextInt(10);
                    FrameRange shown = new FrameRange(source.start() - before, source.count() + before);
                    PictureClock.Position start = clock.at(source.start(), shown);
                    double exact = (double) start.numerator() / start.denominator();
                    double step = clip.framesPerSecond() / timeline.framesPerSecond();
                    List<Long> played = new ArrayList<>();
                    List<Long> wanted = new ArrayList<>();
                    for (long k = -before; k < source.count(); k++) {
                        // A whole start may meet a picture's very beginning, which doubles miss by a hair.
                        played.add((long) Math.floor(exact + k * step + (start.isWhole() ? 1e-9 : 0)));
                        wanted.add(clock.pictureAt(source.start() + k));
                    }
                    assertThat(played).as("%s on %s %s", clip, timeline, source).isEqualTo(wanted);
                    assertThat(clock.misplaced(source.start(), shown, start)).isZero();
                }
            }
        }
    }

    @Test
    void equalRatesNeedNoFraction() {
        for (FrameRate rate : RATES) {
            PictureClock clock = new PictureClock(rate, rate);
            assertThat(clock.isSameRate()).isTrue();
            assertThat(clock.at(100, new FrameRange(90, 40))).isEqualTo(new PictureClock.Position(100, 1));
            assertThat(clock.nearestStart(new FrameRange(100, 40))).isEqualTo(100);
            assertThat(clock.picturesIn(40)).isEqualTo(40);
        }
        assertThat(new PictureClock(FrameRate.FPS_30, new FrameRate(60, 1)).picturesIn(10))
                .isEqualTo(20);
    }

    @Test
    void aWholePictureCanBeTooRough() {
        PictureClock clock = new PictureClock(FrameRate.FPS_30, new FrameRate(30_000, 1_001));
        FrameRange second = new FrameRange(0, 30);
        assertThat(clock.misplaced(0, second, new PictureClock.Position(0, 1))).isEqualTo(29);
        assertThat(clock.misplacedWhenPunctual(second)).isEqualTo(29);
        assertThat(clock.nearestStart(second)).as("only its first frame is off").isEqualTo(1);
        assertThat(LongStream.range(0, 31).map(clock::pictureAt))
                .containsExactly(LongStream.range(0, 31).boxed().toArray(Long[]::new));
        assertThat(clock.at(0, second).isWhole()).isFalse();
    }
}
