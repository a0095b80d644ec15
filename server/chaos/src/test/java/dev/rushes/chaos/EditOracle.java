// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import dev.rushes.api.v1.EditsResponse;
import dev.rushes.api.v1.LoggedEdit;
import dev.rushes.api.v1.StaleRevision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What must be true of a timeline's log, from nothing but what callers were told: each acknowledged edit stands at its revision,
 * byte for byte; there is no gap; a request made its edits once; and a request that began after another was answered comes later.
 * Thread-safe. It collects violations, so that a mutation twin can ask for them.
 */
final class EditOracle {
    private static final int MOST_TOLD = 20;

    /** The first answer to a request. */
    private record Answer(String jobId, ByteString bytes, long first, long last, long askedAt, long answeredAt) {}

    private final Map<String, TreeMap<Long, Long>> told = new HashMap<>();
    private final Map<String, Answer> answers = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private long edits;
    private long repeats;
    private long stale;
    private long staleEdits;

    /**
     * A request was answered.
     *
     * @param asked edits it asked for
     * @param bases revisions it was sent on, until one was answered
     * @param askedAt time of its first try, in nanoseconds
     */
    synchronized void acknowledged(
            String jobId, String requestId, int asked, Set<Long> bases, EditsResponse response, long askedAt) {
        Answer before = answers.get(requestId);
        if (before != null) {
            repeats++;
            if (!before.bytes().equals(response.toByteString())) {
                violated("request " + requestId + " was answered with revision " + before.last() + ", then with "
                        + response.getRevision());
            }
            return;
        }
        if (response.getEditsCount() != asked) {
            violated("request " + requestId + " asked for " + asked + " edits and got " + response.getEditsCount());
        }
        long last = response.getRevision();
        if (!bases.contains(last - response.getEditsCount())) {
            violated("request " + requestId + " on one of the revisions " + bases + " was made on "
                    + (last - response.getEditsCount()) + ", which its author had not seen");
        }
        answers.put(
                requestId,
                new Answer(
                        jobId,
                        response.toByteString(),
                        last - response.getEditsCount() + 1,
                        last,
                        askedAt,
                        System.nanoTime()));
        edits += response.getEditsCount();
        response.getEditsList().forEach(edit -> tell(jobId, edit));
    }

    /**
     * A request on an old revision was refused and its sender was told what happened since.
     *
     * @param asked edits it asked for
     */
    synchronized void refusedAsStale(String jobId, long revision, int asked, StaleRevision answer) {
        stale++;
        staleEdits += asked;
        if (answer.getCurrentRevision() <= revision) {
            violated("revision " + revision + " was called stale at " + answer.getCurrentRevision());
        }
        long next = revision + 1;
        for (LoggedEdit edit : answer.getEditsList()) {
            if (edit.getRevision() != next) {
                violated("after revision " + (next - 1) + " the answer to a stale request goes on with "
                        + edit.getRevision());
            }
            next = edit.getRevision() + 1;
            tell(jobId, edit);
        }
    }

    /** The server does not know a revision that somebody was told of. */
    synchronized void lost(String jobId, long revision) {
        violated("revision " + revision + " of job " + jobId + " was told and is not there");
    }

    private void tell(String jobId, LoggedEdit edit) {
        long print = print(edit);
        Long before = told.computeIfAbsent(jobId, key -> new TreeMap<>()).put(edit.getRevision(), print);
        if (before != null && before != print) {
            violated("two different edits were told for revision " + edit.getRevision() + " of job " + jobId);
        }
    }

    /** Compares the next page of a job's log with what was told. */
    synchronized void read(String jobId, List<LoggedEdit> page) {
        Map<Long, Long> known = told.getOrDefault(jobId, new TreeMap<>());
        long next = seen.getOrDefault(jobId, 0L) + 1;
        for (LoggedEdit entry : page) {
            if (entry.getRevision() != next) {
                violated(
                        "the log of job " + jobId + " goes from revision " + (next - 1) + " to " + entry.getRevision());
            }
            Long expected = known.get(entry.getRevision());
            if (expected != null && expected != print(entry)) {
                violated("revision " + entry.getRevision() + " of job " + jobId + " is not the edit that was told");
            }
            next = entry.getRevision() + 1;
        }
        seen.put(jobId, next - 1);
    }

    /** The log was read to its end: nothing that was told may come after it. */
    synchronized void readToEnd(String jobId) {
        TreeMap<Long, Long> known = told.getOrDefault(jobId, new TreeMap<>());
        long end = seen.getOrDefault(jobId, 0L);
        if (!known.isEmpty() && known.lastKey() > end) {
            violated(known.tailMap(end, false).size() + " edits after revision " + end + " of job " + jobId
                    + " were told and are lost");
        }
    }

    /** Returns the newest revision that anybody was told of. */
    synchronized long told(String jobId) {
        TreeMap<Long, Long> known = told.getOrDefault(jobId, new TreeMap<>());
        return known.isEmpty() ? 0 : known.lastKey();
    }

    /** The log was read to its end after {@code revision} had been told. */
    synchronized void readAtLeast(String jobId, long revision) {
        if (seen.getOrDefault(jobId, 0L) < revision) {
            violated("revision " + revision + " of job " + jobId + " was told, and the log ends at " + seen.get(jobId));
        }
    }

    /** Returns the revision up to which the log was compared. */
    synchronized long seen(String jobId) {
        return seen.getOrDefault(jobId, 0L);
    }

    /** Starts again at the first revision. */
    synchronized void reread(String jobId) {
        seen.remove(jobId);
    }

    /** Every request has been answered: the log holds the first cut and each request's edits once. */
    synchronized void settled(Set<String> jobIds) {
        for (String jobId : jobIds) {
            List<Answer> own = answers.values().stream()
                    .filter(answer -> answer.jobId().equals(jobId))
                    .sorted((one, other) -> Long.compare(other.last(), one.last()))
                    .toList();
            long expected = 1
                    + own.stream()
                            .mapToLong(answer -> answer.last() - answer.first() + 1)
                            .sum();
            if (seen.getOrDefault(jobId, 0L) != expected) {
                violated("the log of job " + jobId + " ends at " + seen.get(jobId) + ", acknowledged were " + expected
                        + ": a request was made twice or not at all");
            }
            long earliestEnd = Long.MAX_VALUE;
            for (Answer answer : own) {
                if (earliestEnd < answer.askedAt()) {
                    violated("revision " + answer.last() + " was asked for after a later one had been answered");
                }
                earliestEnd = Math.min(earliestEnd, answer.answeredAt());
            }
        }
    }

    private void violated(String what) {
        if (violations.size() < MOST_TOLD) {
            violations.add(what);
        }
    }

    private static long print(LoggedEdit edit) {
        return Hashing.farmHashFingerprint64().hashBytes(edit.toByteArray()).asLong();
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized long edits() {
        return edits;
    }

    synchronized long requests() {
        return answers.size();
    }

    synchronized long repeats() {
        return repeats;
    }

    synchronized long stale() {
        return stale;
    }

    /** Returns the edits of requests that were refused as stale. */
    synchronized long staleEdits() {
        return staleEdits;
    }
}
