// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import dev.rushes.api.v1.ListEditsRequest;
import dev.rushes.api.v1.ListEditsResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Several editors on several jobs, with one oracle. Driven by one thread. */
final class Fleet implements AutoCloseable {
    private static final int FIRST_ACTOR = 100;
    private static final int CUT_SECONDS = 10;

    private static final Duration DATABASE_START = Duration.ofSeconds(60);

    private final AtomicReference<@Nullable Connection> connection = new AtomicReference<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean closed;
    private final EditOracle oracle = new EditOracle();
    private final Set<String> jobs = new LinkedHashSet<>();
    private final List<Future<?>> running = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** Held while logs are compared: what is read among edits by the hundred is read slowly, and there is always more of it. */
    private final Lock pause = new ReentrantLock();

    /**
     * Lets people edit.
     *
     * @param people how many edit each of these jobs
     * @param mostPairs most slips there and back of one request
     */
    void start(Scene scene, List<String> jobIds, int people, int mostPairs) {
        jobs.addAll(jobIds);
        for (String job : jobIds) {
            for (int person = 1; person <= people; person++) {
                running.add(threads.submit(new Editor(
                        job, "person-" + person, scene.chance(FIRST_ACTOR + running.size()), mostPairs, this)));
            }
        }
    }

    /** Makes first cuts, several at a time, and moves everybody to the server that has them; returns their jobs. */
    List<String> cuts(Connection to, int count) throws Exception {
        moveTo(to);
        List<Callable<String>> all =
                Collections.nCopies(count, () -> to.cut(CUT_SECONDS).getJobId());
        List<String> made = new ArrayList<>();
        try (ExecutorService makers = Executors.newFixedThreadPool(4)) {
            for (Future<String> one : makers.invokeAll(all)) {
                made.add(one.get());
            }
        }
        return made;
    }

    Connection connection() {
        return Objects.requireNonNull(connection.get());
    }

    /** Waits while nobody is to ask for anything new. */
    void awaitTurn() {
        pause.lock();
        pause.unlock();
    }

    AtomicBoolean over() {
        return over;
    }

    boolean isClosed() {
        return closed;
    }

    EditOracle oracle() {
        return oracle;
    }

    /** Everybody goes on with a server that was started anew. */
    void moveTo(Connection next) {
        Connection before = connection.getAndSet(next);
        if (before != null) {
            before.close();
        }
    }

    /** Waits until so many more edits are acknowledged; fails when an editor fell. */
    void awaitEdits(long more) {
        long wanted = oracle.edits() + more;
        await("acknowledged edits", Duration.ofMinutes(3), () -> oracle.edits() >= wanted);
    }

    /** Waits until so many edits were refused because somebody else's came first; fails when an editor fell. */
    void awaitStale(long wanted) {
        await("stale edits", Duration.ofMinutes(2).plusMillis(100 * wanted), () -> oracle.staleEdits() >= wanted);
    }

    private void await(String what, Duration limit, BooleanSupplier isEnough) {
        Awaitility.await(what).atMost(limit).pollInterval(Duration.ofMillis(10)).until(() -> {
            for (Future<?> editor : running) {
                if (editor.isDone()) {
                    editor.get();
                }
            }
            return isEnough.getAsBoolean();
        });
    }

    /** Compares what was added to each log since the last time; nobody asks for anything new meanwhile. */
    void compareLogs() {
        pause.lock();
        try {
            jobs.forEach(this::compareLog);
        } finally {
            pause.unlock();
        }
    }

    private void compareLog(String job) {
        long knownBefore = oracle.seen(job);
        long told = oracle.told(job);
        String token = "";
        do {
            ListEditsResponse page = page(ListEditsRequest.newBuilder()
                    .setJobId(job)
                    .setAfterRevision(knownBefore)
                    .setPageSize(1000)
                    .setPageToken(token)
                    .build());
            oracle.read(job, page.getEditsList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        oracle.readAtLeast(job, told);
    }

    /** Asks until the database answers, which was killed a moment ago. */
    private ListEditsResponse page(ListEditsRequest request) {
        long askedAt = System.nanoTime();
        while (true) {
            try {
                return connection().timelines().listEdits(request);
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.UNAVAILABLE
                        || System.nanoTime() - askedAt > DATABASE_START.toNanos()) {
                    throw e;
                }
                LockSupport.parkNanos(100_000_000);
            }
        }
    }

    /** Ends the editing once every request is answered and compares all logs from their first revision. */
    void finish() throws Exception {
        over.set(true);
        for (Future<?> editor : running) {
            editor.get(90, TimeUnit.SECONDS);
        }
        for (String job : jobs) {
            oracle.reread(job);
        }
        compareLogs();
        jobs.forEach(oracle::readToEnd);
        oracle.settled(jobs);
    }

    @Override
    public void close() {
        closed = true;
        over.set(true);
        threads.shutdownNow();
        Connection last = connection.get();
        if (last != null) {
            last.close();
        }
    }
}
