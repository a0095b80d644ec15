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
     * @param disturbed how many more were under way while the machine stood still, and are left out
     */
    record Waits(long[] sorted, int disturbed) {
        /** Returns the wait in milliseconds that a share of all, 0 to 1, does not exceed. */
        double millis(double share) {
            return sorted[(int) Math.clamp((long) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)] / 1e6;
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

    /** Edits for so many seconds, as often as asked for in each of them; every edit counts. */
    Waits edit(int rate, int seconds) throws Exception {
        return edit(rate, seconds, (from, to) -> false);
    }

    /** Edits as {@link #edit}, and leaves out what was under way while the machine stood still. */
    Waits editUndisturbed(int rate, int seconds) throws Exception {
        Standstills standstills = Standstills.watched();
        return edit(rate, seconds, (from, to) -> {
            standstills.close();
            return standstills.fellInto(from, to);
        });
    }

    /** Says after the last edit which of them, by the moments they were due and acknowledged, are left out. */
    private interface Disturbance {
        boolean fellInto(long due, long acknowledged) throws InterruptedException;
    }

    private Waits edit(int rate, int seconds, Disturbance disturbance) throws Exception {
        int each = rate * seconds / PEOPLE;
        long start = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
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
        long[] kept = new long[all.length];
        int count = 0;
        for (int i = 0; i < all.length; i++) {
            long due = due(start, rate, i);
            if (!disturbance.fellInto(due, due + all[i])) {
                kept[count++] = all[i];
            }
        }
        long[] sorted = Arrays.copyOf(kept, count);
        Arrays.sort(sorted);
        return new Waits(sorted, all.length - count);
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
