// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

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
            SteadyEdits edits = SteadyEdits.on(server.client(), JOBS, Math.max(JOBS, editors));
            System.out.printf(
                    Locale.ROOT,
                    "%d cores, %d timelines%n",
                    Runtime.getRuntime().availableProcessors(),
                    JOBS);
            steady(edits, 5, "warm-up");
            steady(edits, seconds, "steady");
            sustained(edits);
        }
    }

    private void steady(SteadyEdits edits, int length, String name) throws Exception {
        SteadyEdits.Waits waits = edits.edit(rate, length);
        System.out.printf(
                Locale.ROOT,
                "%s: %d edits at %d/s by %d editors: ack p50 %.1f ms, p90 %.1f, p99 %.1f, p99.9 %.1f, max %.1f%n",
                name,
                waits.count(),
                rate,
                SteadyEdits.PEOPLE,
                waits.millis(0.5),
                waits.millis(0.9),
                waits.millis(0.99),
                waits.millis(0.999),
                waits.millis(1));
    }

    private void sustained(SteadyEdits edits) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long start = System.nanoTime();
        long total = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(editors)) {
            List<Future<Integer>> done = new ArrayList<>();
            for (int person = 0; person < editors; person++) {
                int own = person;
                done.add(pool.submit(() -> {
                    int made = 0;
                    try (RawEditor editor = edits.editor(JOBS - 1 - own, JOBS - 1 - own)) {
                        for (; System.nanoTime() < end; made++) {
                            editor.slip("shot-1", made % 2 == 0 ? 1 : -1);
                        }
                    }
                    return made;
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
}
