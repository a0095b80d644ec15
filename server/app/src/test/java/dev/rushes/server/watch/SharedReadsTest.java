// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SharedReadsTest {
    private static final int READERS = 500;

    private final ChangeHub hub = new ChangeHub();
    private final SharedReads reads = new SharedReads(hub);
    private final AtomicInteger read = new AtomicInteger();

    private ChangeHub.Subscription subscription = hub.subscribe("topic", () -> {});

    @Test
    void readersWhoComeTogetherWaitForOneRead() throws Exception {
        CountDownLatch all = new CountDownLatch(READERS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> reader = () -> {
                all.countDown();
                return reads.read(question("ada", 1), () -> {
                    awaitAll(all);
                    return read.incrementAndGet();
                });
            };
            List<Future<Integer>> answers = threads.invokeAll(
                    IntStream.range(0, READERS).mapToObj(i -> reader).toList());
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(1);
            }
        }
    }

    @Test
    void nobodyIsGivenWhatWasReadBeforeAChange() throws Exception {
        assertThat(next("ada", 1)).isEqualTo(1);
        hub.changed("topic");
        assertThat(next("ada", 1)).isEqualTo(2);
    }

    @Test
    void aReadThatWasUnderWayWhenTheChangeCameIsNotGivenToThoseWhoHeardOfIt() throws Exception {
        int old = reads.read(question("ada", 1), () -> {
            hub.changed("topic");
            return read.incrementAndGet();
        });
        assertThat(old).isEqualTo(1);
        assertThat(next("ada", 1)).isEqualTo(2);
    }

    @Test
    void aForgottenTopicComesBackWithoutItsOldAnswers() throws Exception {
        assertThat(next("ada", 1)).isEqualTo(1);
        subscription.close();
        hub.changed("topic");
        subscription = hub.subscribe("topic", () -> {});
        assertThat(next("ada", 1)).isEqualTo(2);
    }

    @Test
    void creatorsAndRevisionsDoNotShare() throws Exception {
        assertThat(next("ada", 1)).isEqualTo(1);
        assertThat(next("bea", 1)).isEqualTo(2);
        assertThat(next("ada", 2)).isEqualTo(3);
    }

    @Test
    void aChangeNobodyToldIsFoundSoon() {
        Awaitility.await().until(() -> next("ada", 1) > 1);
    }

    @Test
    void aFailureReachesItsReader() {
        assertThatThrownBy(() -> reads.read(question("ada", 1), () -> {
                    throw new IllegalArgumentException("no such thing");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such thing");
    }

    private int next(String creatorId, long known) throws InterruptedException {
        return reads.read(question(creatorId, known), read::incrementAndGet);
    }

    private static SharedReads.Question question(String creatorId, long known) {
        return new SharedReads.Question("topic", creatorId, known);
    }

    private static void awaitAll(CountDownLatch all) {
        try {
            all.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
