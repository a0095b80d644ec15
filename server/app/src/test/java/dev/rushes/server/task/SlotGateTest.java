// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotGateTest {
    private final SlotGate gate = new SlotGate(() -> 2);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<String> inside = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private void come(String creatorId, Workers.Turn turn) {
        int before = gate.waiting();
        threads.submit(() -> {
            gate.enter(turn, creatorId);
            inside.add(creatorId
                    + (turn == Workers.Turn.FIRST ? "" : " " + turn.name().toLowerCase(Locale.ROOT)));
            return null;
        });
        Awaitility.await().until(() -> gate.waiting() > before);
    }

    private String next() throws InterruptedException {
        String came = inside.poll(10, TimeUnit.SECONDS);
        return came == null ? "nobody" : came;
    }

    private void fill(String creatorId) throws InterruptedException {
        gate.enter(Workers.Turn.FIRST, creatorId);
        gate.enter(Workers.Turn.FIRST, creatorId);
    }

    @Test
    void nobodyWaitsBehindAllClipsOfSomebodyElse() throws InterruptedException {
        fill("ada");
        for (int i = 0; i < 20; i++) {
            come("ada", Workers.Turn.FIRST);
        }
        come("bob", Workers.Turn.FIRST);
        come("bob", Workers.Turn.FIRST);
        gate.leave("ada");
        assertThat(next()).isEqualTo("bob");
        gate.leave("ada");
        assertThat(next()).as("one slot each").isEqualTo("ada");
        gate.leave("bob");
        assertThat(next()).isEqualTo("bob");
    }

    @Test
    void creatorsTakeTurns() throws InterruptedException {
        SlotGate one = new SlotGate(() -> 1);
        one.enter(Workers.Turn.FIRST, "ada");
        for (String creator : List.of("ada", "ada", "bob", "bob", "eve")) {
            int before = one.waiting();
            threads.submit(() -> {
                one.enter(Workers.Turn.FIRST, creator);
                inside.add(creator);
                one.leave(creator);
                return null;
            });
            Awaitility.await().until(() -> one.waiting() > before);
        }
        one.leave("ada");
        assertThat(List.of(next(), next(), next(), next(), next())).containsExactly("bob", "eve", "ada", "bob", "ada");
    }

    @Test
    void aCreatorsOwnGoInTheOrderOfTheirTurns() throws InterruptedException {
        fill("ada");
        come("ada", Workers.Turn.FIRST);
        come("ada", Workers.Turn.GLANCE);
        come("ada", Workers.Turn.AGAIN);
        gate.leave("ada");
        assertThat(next()).isEqualTo("ada again");
        gate.leave("ada");
        assertThat(next()).isEqualTo("ada glance");
        gate.leave("ada");
        assertThat(next()).isEqualTo("ada");
    }

    @Test
    void workWhoseWorkerFailedGoesFirst() throws InterruptedException {
        fill("ada");
        come("bob", Workers.Turn.FIRST);
        come("ada", Workers.Turn.AGAIN);
        gate.leave("ada");
        assertThat(next()).isEqualTo("ada again");
    }
}
