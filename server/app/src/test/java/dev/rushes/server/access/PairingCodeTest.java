// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.server.fault.Fault;
import dev.rushes.server.link.MovingClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairingCodeTest {
    private static final byte[] SALT = new byte[PairingCode.SALT_BYTES];

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-25T10:00:00Z"));
    private final AttemptLimit attempts = new AttemptLimit(clock);

    @ParameterizedTest
    @ValueSource(strings = {"K7MQ-2XYZ", "k7mq2xyz", " k7mq - 2xyz\n", "K7MQ\u20132XYZ", "K 7 M Q 2 X Y Z"})
    void aCodeIsReadHoweverItIsTyped(String typed) {
        assertThat(PairingCode.parse(typed).orElseThrow().text()).isEqualTo("K7MQ-2XYZ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K7MQ-2XY", "K7MQ-2XYZZ", "K7MO-2XYZ", "K7M1-2XYZ", "K7MQ_2XYZ", "K7MQ-2XY\u00c4"})
    void whatCanBeNoCodeIsNone(String typed) {
        assertThat(PairingCode.parse(typed)).isEmpty();
    }

    @Test
    void aFreshCodeIsReadBackAndPrintsNothingOfItself() {
        PairingCode code = PairingCode.mint(new SecureRandom());
        assertThat(code.text()).matches("[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}");
        assertThat(PairingCode.parse(code.text()).orElseThrow().hash(SALT)).isEqualTo(code.hash(SALT));
        assertThat(code.toString()).doesNotContain(code.text().substring(0, 4));
    }

    @Test
    void oneAddressMayBeWrongTenTimesInTenMinutes() {
        for (int i = 0; i < AttemptLimit.PER_ADDRESS; i++) {
            attempts.begin("10.0.0.1");
        }
        assertThatThrownBy(() -> attempts.begin("10.0.0.1"))
                .isInstanceOfSatisfying(
                        Fault.TooOften.class,
                        fault -> assertThat(fault.retryAfter()).isEqualTo(AttemptLimit.WINDOW.plusSeconds(1)));
        attempts.begin("10.0.0.2");
        clock.pass(AttemptLimit.WINDOW.minusSeconds(1));
        assertThatThrownBy(() -> attempts.begin("10.0.0.1")).isInstanceOf(Fault.TooOften.class);
        clock.pass(Duration.ofSeconds(1));
        attempts.begin("10.0.0.1");
    }

    @Test
    void manyAddressesTogetherAreStoppedToo() {
        for (int i = 0; i < AttemptLimit.TOGETHER; i++) {
            attempts.begin("10.0.0." + i);
        }
        assertThatThrownBy(() -> attempts.begin("10.0.1.1")).isInstanceOf(Fault.TooOften.class);
    }

    @Test
    void rightCodesCountAgainstNobody() {
        for (int i = 0; i < 3 * AttemptLimit.TOGETHER; i++) {
            attempts.begin("10.0.0.1");
            attempts.right("10.0.0.1");
        }
        attempts.begin("10.0.0.1");
    }
}
