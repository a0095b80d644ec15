// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.EditLog;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.editorial.edit.Material;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.testkit.sample.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final int LONG = 2_000;
    private static final LoggedEdit.Stamp ADA = new LoggedEdit.Stamp("ada", Instant.EPOCH, false);

    private final CountedRows rows = new CountedRows();
    private final Journal journal = new Journal(rows);

    @Test
    void undoOfANewStepReadsTheEndOfALongLog() {
        fill(LONG);
        EditLog end = journal.log("job", LONG, log -> log.undoable("ada").isPresent());

        assertThat(end.undoable("ada").orElseThrow()).isEqualTo(LONG);
        assertThat(rows.read).isLessThanOrEqualTo(2 * (int) Journal.SNAPSHOT_EVERY);
        assertThat(takenBack(end, LONG)).isEqualTo(takenBack(EditLog.replay(rows.entries), LONG));
    }

    @Test
    void undoOfAnOldStepReadsAsFarBackAsThatStep() {
        fill(LONG);
        long step = LONG - 300;
        EditLog end = journal.log("job", LONG, log -> log.reaches(step));

        assertThat(rows.read).isLessThan(LONG);
        assertThat(takenBack(end, step)).isEqualTo(takenBack(EditLog.replay(rows.entries), step));
    }

    @Test
    void somebodyWithoutAStepHasTheWholeLogReadOnce() {
        fill(LONG);
        EditLog whole = journal.log("job", LONG, log -> log.undoable("bob").isPresent());

        assertThat(whole.entries()).hasSize(LONG);
        assertThat(rows.read).isLessThan(2 * LONG);
    }

    /** Of several people who edit at once all but one have seen the timeline before the newest. */
    @Test
    void aTimelineThatWasJustTheNewestIsNotReadAgain() {
        fill(LONG);
        String jobId = rememberFrom(LONG - 3);

        assertThat(journal.at(jobId, LONG - 3)).isEqualTo(replayed(LONG - 3));
        assertThat(rows.read + rows.snapshotsRead).isZero();
        assertThat(journal.remembered(jobId)).contains(replayed(LONG));
    }

    @Test
    void aTimelineOlderThanAllInMemoryIsReadFromItsSnapshot() {
        fill(LONG);
        String jobId = rememberFrom(LONG - 20);

        assertThat(journal.at(jobId, LONG - 20)).isEqualTo(replayed(LONG - 20));
        assertThat(rows.snapshotsRead).as("fewer are kept than were made").isOne();
    }

    /** Makes every timeline from a revision on the newest in turn; returns its job. */
    private String rememberFrom(long revision) {
        for (long next = revision; next <= LONG; next++) {
            journal.remember(replayed(next));
        }
        return replayed(LONG).identity().jobId();
    }

    private Timeline replayed(long revision) {
        return EditLog.replay(rows.entries.subList(0, (int) revision)).timeline();
    }

    /** What the snapshots of a log hold together grows with the log, not with its square. */
    @Test
    void snapshotsOfALongLogLieFurtherApart() {
        long held = 0;
        long last = 0;
        for (long revision = 1; revision <= 100_000; revision++) {
            if (Journal.isSnapshotDue("job", revision - 1, revision)) {
                assertThat(revision - last).as("revision %s", revision).isLessThanOrEqualTo(Math.max(50, revision / 8));
                held += revision;
                last = revision;
            }
        }

        assertThat(held).isLessThan(16 * 100_000);
        assertThat(last).isGreaterThan(100_000 * 7 / 8);
    }

    /** A request may hold several edits, of which none need have the revision a snapshot is due at. */
    @Test
    void aSnapshotIsDueWhenEditsPassItsRevision() {
        for (int job = 0; job < 200; job++) {
            String id = new UUID(job, job).toString();
            long due = 1;
            while (!Journal.isSnapshotDue(id, due - 1, due)) {
                due++;
            }
            assertThat(due).isLessThanOrEqualTo(Journal.SNAPSHOT_EVERY);
            assertThat(Journal.isSnapshotDue(id, due - 1, due + 1)).isTrue();
            assertThat(Journal.isSnapshotDue(id, due, due + Journal.SNAPSHOT_EVERY - 1))
                    .isFalse();
            assertThat(Journal.isSnapshotDue(id, due, due + Journal.SNAPSHOT_EVERY))
                    .isTrue();
            assertThat(Journal.isSnapshotDue(id, 700, 750)).isTrue();
        }
    }

    @Test
    void jobsThatAreEditedAlikeDoNotHaveTheirSnapshotsAtOnce() {
        int jobs = 1_000;
        int[] atOnce = new int[700];
        for (int job = 0; job < jobs; job++) {
            String id = new UUID(job, job).toString();
            for (int revision = 1; revision < atOnce.length; revision++) {
                if (Journal.isSnapshotDue(id, revision - 1, revision)) {
                    atOnce[revision]++;
                }
            }
        }

        assertThat(Arrays.stream(atOnce)).allMatch(count -> count < 3 * jobs / Journal.SNAPSHOT_EVERY);
        assertThat(Arrays.stream(atOnce).sum()).isBetween(13 * jobs, 14 * jobs);
    }

    private static Timeline takenBack(EditLog log, long step) {
        log.append(new LoggedEdit(LONG + 1, LONG + 1, ADA, new Edit.Undo(step)), Material.ACCEPTED);
        return log.timeline();
    }

    /** There and back on one shot after the other, so that every step stands alone. */
    private void fill(int revisions) {
        Timeline first = Samples.timeline(600, List.of("clip-1", "clip-2"));
        EditLog log = EditLog.replay(List.of(new LoggedEdit(1, 1, ADA, new Edit.Generated("g", first, List.of()))));
        rows.entries.add(log.entries().getFirst());
        for (long revision = 2; revision <= revisions; revision++) {
            String shot = "shot-" + (1 + revision / 2 % 9);
            LoggedEdit entry = new LoggedEdit(revision, revision, ADA, new Edit.Slip(shot, revision % 2 == 0 ? 1 : -1));
            log.append(entry, Material.ACCEPTED);
            rows.entries.add(entry);
            if (revision % Journal.SNAPSHOT_EVERY == 0) {
                rows.snapshots.put(revision, log.timeline());
            }
        }
    }

    /** A log in memory that counts the entries read. */
    private static final class CountedRows implements TimelineStore {
        private final List<LoggedEdit> entries = new ArrayList<>();
        private final TreeMap<Long, Timeline> snapshots = new TreeMap<>();
        private int read;
        private int snapshotsRead;

        @Override
        public boolean append(
                String jobId, @Nullable Request request, List<LoggedEdit> edits, @Nullable Timeline snapshot) {
            entries.addAll(edits);
            return true;
        }

        @Override
        public boolean appendMerge(
                String jobId, Request request, List<LoggedEdit> edits, Left left, @Nullable Timeline snapshot) {
            return append(jobId, request, edits, snapshot);
        }

        @Override
        public List<LoggedEdit> edits(String jobId, long after, long upTo) {
            List<LoggedEdit> found = entries.subList((int) after, (int) upTo);
            read += found.size();
            return found;
        }

        @Override
        public List<LoggedEdit> page(String jobId, long after, int limit) {
            return edits(jobId, after, Math.min(entries.size(), after + limit));
        }

        @Override
        public Optional<Recorded> recorded(String jobId, String requestId) {
            return Optional.empty();
        }

        @Override
        public Optional<Timeline> snapshot(String jobId, long atMost) {
            snapshotsRead++;
            return Optional.ofNullable(snapshots.floorEntry(atMost)).map(Map.Entry::getValue);
        }

        @Override
        public long newestRevision(String jobId) {
            return entries.size();
        }

        @Override
        public Map<String, Long> newestRevisions(Collection<String> jobIds) {
            return Map.of("job", (long) entries.size());
        }
    }
}
