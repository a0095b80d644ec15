// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.api.v1.Job;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Editors who edit at a steady rate together, each on a timeline and a connection of their own. A wait counts from the moment an edit was due
 * and not from when it was sent, so that a stall is not hidden by the edits that nobody made meanwhile.
 *
 * @param tokens of the people, at least {@link #PEOPLE}
 * @param jobs with a cut each, at least {@link #PEOPLE}
 */
record SteadyEdits(URI server, List<String> tokens, List<Job> jobs) {
    static final int PEOPLE = 24;

    /**
     * How long edits took.
     *
     * @param sorted nanoseconds, from the shortest to the longest
     * @param stoodStillSeconds how long the machine stood still meanwhile; that is taken off each wait it fell into
     */
    record Waits(long[] sorted, double stoodStillSeconds) {
        /** Returns the wait in milliseconds that a share of all, 0 to 1, does not exceed. */
        double millis(double share) {
            return sorted[(int) Math.min(sorted.length - 1.0, Math.ceil(share * sorted.length) - 1)] / 1e6;
        }

        int count() {
            return sorted.length;
        }
    }

    /** Makes timelines and people with a token each on a server. */
    static SteadyEdits on(TestServer server, int timelines, int people) throws Exception {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < timelines; i++) {
            jobs.add(Cutting.job(server));
        }
        List<String> tokens = new ArrayList<>();
        for (int person = 0; person < people; person++) {
            tokens.add(server.as("person-" + person).token());
        }
        return new SteadyEdits(server.uri(""), tokens, jobs);
    }

    /** Edits for so many seconds, as often as asked for in each of them. */
    Waits edit(int rate, int seconds) throws Exception {
        long start = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        long[] waits = waits(start, rate, seconds);
        Arrays.sort(waits);
        return new Waits(waits, 0);
    }

    /** Edits as {@link #edit}, and takes off each wait how long the machine stood still in it. */
    Waits editLessStandstills(int rate, int seconds) throws Exception {
        long start = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        Standstills standstills = Standstills.watched();
        long[] waits;
        try (standstills) {
            waits = waits(start, rate, seconds);
        }
        for (int i = 0; i < waits.length; i++) {
            long due = due(start, rate, i);
            waits[i] -= standstills.within(due, due + waits[i]);
        }
        Arrays.sort(waits);
        return new Waits(waits, standstills.seconds());
    }

    private long[] waits(long start, int rate, int seconds) throws Exception {
        int each = rate * seconds / PEOPLE;
        long[] all = new long[each * PEOPLE];
        try (ExecutorService pool = Executors.newFixedThreadPool(PEOPLE)) {
            List<Future<?>> done = new ArrayList<>();
            for (int person = 0; person < PEOPLE; person++) {
                int own = person;
                done.add(pool.submit(() -> {
                    try (RawEditor editor = editor(own, own)) {
                        for (int i = 0; i < each; i++) {
                            long due = due(start, rate, i * PEOPLE + own);
                            awaitNanos(due);
                            editor.slip("shot-1", i % 2 == 0 ? 1 : -1);
                            all[i * PEOPLE + own] = System.nanoTime() - due;
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> person : done) {
                person.get();
            }
        }
        return all;
    }

    private static long due(long start, int rate, int edit) {
        return start + edit * 1_000_000_000L / rate;
    }

    /** Returns one of the people at one of the timelines. */
    RawEditor editor(int person, int timeline) {
        return new RawEditor(server, tokens.get(person), jobs.get(timeline).getJobId());
    }

    private static void awaitNanos(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
