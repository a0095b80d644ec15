// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.api.v1.Job;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how fast edits are acknowledged by a server process on its own PostgreSQL, with durable commits: latency at a steady
 * rate, counted from the moment an edit was due (so that a stall is not hidden), and the rate that many editors reach together.
 * Arguments: edits per second, seconds a phase, editors of the second phase; all optional.
 */
public final class EditLogBench {
    private static final int JOBS = 48;

    private final int rate;
    private final int seconds;
    private final int editors;

    private EditLogBench(int rate, int seconds, int editors) {
        this.rate = rate;
        this.seconds = seconds;
        this.editors = editors;
    }

    public static void main(String[] args) throws Exception {
        new EditLogBench(
                        args.length > 0 ? Integer.parseInt(args[0]) : 200,
                        args.length > 1 ? Integer.parseInt(args[1]) : 20,
                        args.length > 2 ? Integer.parseInt(args[2]) : 16)
                .run();
    }

    private void run() throws Exception {
        Path folder = Files.createTempDirectory("rushes-edit-log-bench");
        try (FakeWorker worker = new FakeWorker();
                ServerProcess server = ServerProcess.launchToMeasure(folder, worker)) {
            List<Job> jobs = new ArrayList<>();
            for (int i = 0; i < JOBS; i++) {
                jobs.add(Cutting.job(server.client()));
            }
            URI uri = server.uri();
            List<String> tokens = new ArrayList<>();
            for (int person = 0; person < Math.max(JOBS, Math.max(24, editors)); person++) {
                tokens.add(server.client().as("person-" + person).token());
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d cores, %d timelines%n",
                    Runtime.getRuntime().availableProcessors(),
                    JOBS);
            steady(uri, tokens, jobs, 5, "warm-up");
            steady(uri, tokens, jobs, seconds, "steady");
            sustained(uri, tokens, jobs);
        }
    }

    private void steady(URI uri, List<String> tokens, List<Job> jobs, int length, String name) throws Exception {
        int people = 24;
        int each = rate * length / people;
        long start = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        long[] all = new long[each * people];
        try (ExecutorService pool = Executors.newFixedThreadPool(people)) {
            List<Future<?>> done = new ArrayList<>();
            for (int person = 0; person < people; person++) {
                int own = person;
                done.add(pool.submit(() -> {
                    try (RawEditor editor = editor(uri, tokens, jobs, own)) {
                        for (int i = 0; i < each; i++) {
                            long due = start + (i * (long) people + own) * 1_000_000_000L / rate;
                            awaitNanos(due);
                            editor.slip("shot-1", i % 2 == 0 ? 1 : -1);
                            all[i * people + own] = System.nanoTime() - due;
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> person : done) {
                person.get();
            }
        }
        Arrays.sort(all);
        System.out.printf(
                Locale.ROOT,
                "%s: %d edits at %d/s by %d editors: ack p50 %.1f ms, p90 %.1f, p99 %.1f, p99.9 %.1f, max %.1f%n",
                name,
                all.length,
                rate,
                people,
                millis(all, 0.5),
                millis(all, 0.9),
                millis(all, 0.99),
                millis(all, 0.999),
                millis(all, 1));
    }

    private void sustained(URI uri, List<String> tokens, List<Job> jobs) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long start = System.nanoTime();
        long total = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(editors)) {
            List<Future<Integer>> done = new ArrayList<>();
            for (int person = 0; person < editors; person++) {
                int own = person;
                done.add(pool.submit(() -> {
                    int edits = 0;
                    try (RawEditor editor = editor(uri, tokens, jobs, JOBS - 1 - own)) {
                        for (; System.nanoTime() < end; edits++) {
                            editor.slip("shot-1", edits % 2 == 0 ? 1 : -1);
                        }
                    }
                    return edits;
                }));
            }
            for (Future<Integer> person : done) {
                total += person.get();
            }
        }
        double passed = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "sustained: %d edits in %.1f s by %d editors, each on a timeline of their own: %.0f edits/s%n",
                total,
                passed,
                editors,
                total / passed);
    }

    private static RawEditor editor(URI uri, List<String> tokens, List<Job> jobs, int person) {
        return new RawEditor(uri, tokens.get(person), jobs.get(person % JOBS).getJobId());
    }

    private static void awaitNanos(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static double millis(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1.0, Math.ceil(share * sorted.length) - 1)] / 1e6;
    }
}
