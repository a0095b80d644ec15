// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.api.v1.Job;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The times of connections and streams (reliability.md 1.5), shortened so that they can be waited for. */
class ConnectionIT {
    private static final Duration AGE = Duration.ofSeconds(6);

    @TempDir
    static Path folder;

    private static FakeWorker worker;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        worker = new FakeWorker();
        server = TestServer.start(
                folder,
                Map.of(
                        "RUSHES_WORKERS",
                        worker.address(),
                        "RUSHES_CONNECTION_IDLE_SECONDS",
                        "3",
                        "RUSHES_CONNECTION_AGE_SECONDS",
                        Long.toString(AGE.toSeconds()),
                        "RUSHES_STREAM_LIFE_SECONDS",
                        "2"));
    }

    @AfterAll
    static void stop() {
        server.close();
        worker.close();
    }

    @Test
    void aSilentConnectionIsPingedThenClosed() throws Exception {
        long start = System.nanoTime();
        try (RawHttp2 connection = new RawHttp2(server.uri("/"), 65_535)) {
            assertThat(connection.await(frame -> frame.type() == RawHttp2.PING && !frame.ack()))
                    .as("a ping")
                    .isNotNull();
            connection.awaitEnd();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void anOldConnectionIsToldToGoAwayWithinATenthOfItsAge() throws Exception {
        long start = System.nanoTime();
        try (RawHttp2 connection = new RawHttp2(server.uri("/"), 65_535)) {
            connection.call("grpc.health.v1.Health/Watch");
            connection.message(1, new byte[0]);
            RawHttp2.Frame away = connection.await(frame -> {
                answer(connection, frame);
                return frame.type() == RawHttp2.GO_AWAY;
            });
            assertThat(away.number(4)).as("no error").isZero();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(
                        AGE.multipliedBy(89).dividedBy(100),
                        AGE.multipliedBy(125).dividedBy(100));
    }

    @Test
    void anOldStreamEndsAndIsResumed() throws Exception {
        Job job = Cutting.job(server);
        try (var first = Cutting.watch(server, job, 0)) {
            assertThat(first.next().getRevision()).isEqualTo(1);
            StatusRuntimeException end = catchThrowableOfType(StatusRuntimeException.class, first::next);
            assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(end.getStatus().getDescription()).contains("watch again with last_known_revision 1");
        }
        try (var second = Cutting.watch(server, job, 1)) {
            Cutting.apply(server, job, 1, "ada", Cutting.slip("shot-1", 1));
            assertThat(second.next().getRevision()).isEqualTo(2);
        }
    }

    private static void answer(RawHttp2 connection, RawHttp2.Frame frame) {
        if (frame.type() == RawHttp2.PING && !frame.ack()) {
            try {
                connection.answer(frame);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
