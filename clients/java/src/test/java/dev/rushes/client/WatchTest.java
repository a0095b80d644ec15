// SPDX-License-Identifier: Apache-2.0
package dev.rushes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WatchTest {

    /** Each stream is a list of revisions; a negative one breaks the stream, 0 is a keep-alive, 9 ends the resource. */
    private static final class ScriptedSource implements Watch.Source<Optional<Long>, Long> {
        final Queue<List<Long>> streams;
        final List<Long> openedAfter = new ArrayList<>();
        Status failure = Status.UNAVAILABLE;

        ScriptedSource(List<List<Long>> streams) {
            this.streams = new ArrayDeque<>(streams);
        }

        @Override
        public Iterator<Optional<Long>> open(long lastKnownRevision) {
            openedAfter.add(lastKnownRevision);
            List<Long> script = streams.isEmpty() ? List.of(-1L) : streams.remove();
            return script.stream()
                    .map(revision -> {
                        if (revision < 0) {
                            throw new StatusRuntimeException(failure);
                        }
                        return revision == 0 ? Optional.<Long>empty() : Optional.of(revision);
                    })
                    .iterator();
        }

        @Override
        public @Nullable Long resource(Optional<Long> message) {
            return message.orElse(null);
        }

        @Override
        public long revision(Long resource) {
            return resource;
        }

        @Override
        public boolean hasEnded(Long resource) {
            return resource == 9;
        }
    }

    @Test
    void brokenStreamResumesFromTheNewestRevision() throws Exception {
        var source = new ScriptedSource(List.of(List.of(1L, 3L, -1L), List.of(0L, 5L), List.of(9L, 10L)));
        List<Long> seen = new ArrayList<>();

        long ended = new Watch<>(source, Duration.ofMinutes(1)).follow(seen::add);

        assertThat(ended).isEqualTo(9);
        assertThat(seen).containsExactly(1L, 3L, 5L, 9L);
        assertThat(source.openedAfter).containsExactly(0L, 3L, 5L);
    }

    @Test
    void errorThatAnotherTryCannotMendIsPassedOn() {
        var source = new ScriptedSource(List.of(List.of(1L, -1L)));
        source.failure = Status.NOT_FOUND;

        assertThatThrownBy(() -> new Watch<>(source, Duration.ofMinutes(1)).follow(seen -> {}))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("NOT_FOUND");
        assertThat(source.openedAfter).hasSize(1);
    }

    @Test
    void serverThatStaysAwayIsGivenUpAfterThePatience() {
        var source = new ScriptedSource(List.of());

        assertThatThrownBy(() -> new Watch<>(source, Duration.ofMillis(300)).follow(seen -> {}))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNAVAILABLE");
        assertThat(source.openedAfter.size()).isGreaterThan(1);
    }
}
