// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class ExchangeTest {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofHours(1);

    /** Messages are {@code accepted}, or a result. */
    private static String run(Exchange.Limits limits, BiConsumer<String, StreamObserver<String>> worker) {
        return new Exchange<String, String, String>(
                        message -> message.equals("accepted")
                                ? new Exchange.Event.Accepted<>()
                                : new Exchange.Event.Ended<>(message),
                        limits)
                .run(worker, "look", (done, total) -> {}, new CancelSignal());
    }

    @Test
    void whoDoesNotAcceptInTimeIsBusyAndTheTryDoesNotCount() {
        assertThatExceptionOfType(WorkerFault.Busy.class)
                .isThrownBy(() -> run(new Exchange.Limits(SOON, NEVER), (request, answer) -> {}))
                .withMessageContaining("silent for 20 ms");
    }

    @Test
    void whoFallsSilentAfterAcceptingHasFailed() {
        assertThatExceptionOfType(WorkerFault.Trouble.class)
                .isThrownBy(() -> run(new Exchange.Limits(NEVER, SOON), (request, answer) -> answer.onNext("accepted")))
                .withMessageContaining("silent for 20 ms");
    }
}
