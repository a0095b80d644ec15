// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private final AtomicInteger told = new AtomicInteger();
    private final Silence silence = new Silence(Duration.ofSeconds(60), told::incrementAndGet);
    private Duration period = Duration.ZERO;
    private Runnable tick = () -> {};

    @BeforeEach
    void watch() {
        silence.watch((every, work) -> {
            period = every;
            tick = work;
            return () -> tick = () -> {};
        });
    }

    @Test
    void itIsToldOnceAfterTheWholeTime() {
        assertThat(period).isEqualTo(Duration.ofSeconds(15));
        ticks(3);
        assertThat(told).hasValue(0);
        ticks(1);
        assertThat(told).hasValue(1);
        ticks(20);
        assertThat(told).hasValue(1);
    }

    @Test
    void whoMovesNowAndThenIsNotSilent() {
        for (int i = 0; i < 100; i++) {
            ticks(3);
            silence.moved();
        }
        ticks(4);
        assertThat(told).as("the look after the last move counts from there").hasValue(0);
        ticks(1);
        assertThat(told).hasValue(1);
    }

    @Test
    void whoWaitsForUsIsNotSilent() {
        silence.waitsForUs(true);
        ticks(100);
        silence.waitsForUs(false);
        ticks(4);
        assertThat(told).hasValue(0);
        ticks(1);
        assertThat(told).hasValue(1);
    }

    @Test
    void whatEndedIsNotWatched() {
        silence.stop();
        ticks(100);
        assertThat(told).hasValue(0);
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            tick.run();
        }
    }
}
