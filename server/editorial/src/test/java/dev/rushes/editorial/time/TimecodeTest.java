// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimecodeTest {

    /** Walks every frame of a day beside an odometer that knows nothing of arithmetic with drops. */
    @ParameterizedTest
    @CsvSource({
        "24000/1001, 24, 0",
        "24/1, 24, 0",
        "25/1, 25, 0",
        "30000/1001, 30, 0",
        "30000/1001, 30, 2",
        "30/1, 30, 0",
        "50/1, 50, 0",
        "60000/1001, 60, 0",
        "60000/1001, 60, 4",
        "60/1, 60, 0"
    })
    void everyFrameOfADayHasItsLabel(String rateText, int nominal, int dropped) {
        FrameRate rate = FrameRate.parse(rateText);
        int hours = 0;
        int minutes = 0;
        int seconds = 0;
        int frames = 0;
        long day = Timecode.framesPerDay(rate, dropped > 0);
        for (long n = 0; n < day; n++) {
            Timecode timecode = new Timecode(rate, dropped > 0, n);
            Timecode.Label label = timecode.label();
            boolean right = label.hours() == hours
                    && label.minutes() == minutes
                    && label.seconds() == seconds
                    && label.frames() == frames
                    && Timecode.of(rate, dropped > 0, label).frameNumber() == n;
            if (!right) {
                assertThat(label).as("frame " + n).isEqualTo(new Timecode.Label(hours, minutes, seconds, frames));
                assertThat(Timecode.of(rate, dropped > 0, label)).isEqualTo(timecode);
            }
            frames++;
            if (frames == nominal) {
                frames = 0;
                seconds++;
            }
            if (seconds == 60) {
                seconds = 0;
                minutes++;
                frames = minutes % 10 == 0 ? 0 : dropped;
            }
            if (minutes == 60) {
                minutes = 0;
                hours++;
            }
        }
        assertThat(hours).isEqualTo(24);
        assertThat(new Timecode(rate, dropped > 0, day - 1).plus(1)).isEqualTo(Timecode.zero(rate, dropped > 0));
    }

    @ParameterizedTest
    @CsvSource({
        "30000/1001, 00:01:00;02, 1800",
        "30000/1001, 00:10:00;00, 17982",
        "30000/1001, 23:59:59;29, 2589407",
        "30000/1001, 01:00:00:00, 108000",
        "60000/1001, 00:01:00;04, 3600",
        "60000/1001, 01:00:00;00, 215784",
        "24000/1001, 01:00:00:00, 86400",
        "25/1, 14:23:11:17, 1294792"
    })
    void knownLabelsAreReadAndPrinted(String rate, String label, long frame) {
        Timecode timecode = Timecode.parse(label, FrameRate.parse(rate));
        assertThat(timecode.frameNumber()).isEqualTo(frame);
        assertThat(timecode).hasToString(label);
    }

    @ParameterizedTest
    @CsvSource({
        "30000/1001, 00:01:00;00, a label that drop-frame has",
        "60000/1001, 00:09:00;03, a label that drop-frame has",
        "25/1, 00:00:00:25, at most 23:59:59:24",
        "25/1, 24:00:00:00, at most 23:59:59:24",
        "25/1, 00:60:00:00, at most 23:59:59:24",
        "25/1, noon, HH:MM:SS:FF"
    })
    void labelsThatDoNotExistAreRefused(String rate, String label, String expected) {
        assertThatThrownBy(() -> Timecode.parse(label, FrameRate.parse(rate)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "25/1, 14:23:11:17, 30/1, 14:23:11:20",
        "24000/1001, 01:00:00:00, 30000/1001, 01:00:00:00",
        "60/1, 00:00:01:59, 30/1, 00:00:01:29",
        "30/1, 00:01:00:00, 60000/1001, 00:01:00:00"
    })
    void labelIsKeptAtAnotherRate(String rate, String label, String other, String wanted) {
        assertThat(Timecode.parse(label, FrameRate.parse(rate)).relabeled(FrameRate.parse(other), false))
                .hasToString(wanted);
    }

    @ParameterizedTest
    @CsvSource({"30/1", "25/1", "24000/1001"})
    void onlyNtscRatesDropFrames(String rate) {
        assertThatThrownBy(() -> Timecode.zero(FrameRate.parse(rate), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("30000/1001 or 60000/1001");
    }
}
