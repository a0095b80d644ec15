// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.edit.Aspect;
import dev.rushes.editorial.edit.Conflict;
import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.LoggedEdit;
import dev.rushes.server.EditSamples;
import dev.rushes.server.timeline.TimelineStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a store of timelines must keep to. */
abstract class TimelineStoreContract extends RemovalStoreContract {
    @Test
    void everyKindOfEditIsKeptAsItWas() {
        String jobId = cutJob();
        List<LoggedEdit> entries = new ArrayList<>();
        for (Edit edit : EditSamples.all(made(jobId, 1))) {
            entries.add(new LoggedEdit(entries.size() + 2, 2, new LoggedEdit.Stamp("mia", NOW, true), edit));
        }
        assertThat(stores().timelines().append(jobId, null, entries, null)).isTrue();
        assertThat(stores().timelines().edits(jobId, 1, 1000)).isEqualTo(entries);
        assertThat(stores().timelines().page(jobId, 2, 3)).isEqualTo(entries.subList(1, 4));
    }

    @Test
    void aRevisionIsTakenOnceAndARequestIsLoggedOnce() {
        String jobId = cutJob();
        TimelineStore.Request request = new TimelineStore.Request(ids.next(), "digest");
        LoggedEdit second = slip(2);
        assertThat(stores().timelines().append(jobId, request, List.of(second), null))
                .isTrue();
        assertThat(stores().timelines().append(jobId, null, List.of(slip(2)), null))
                .as("the revision is taken")
                .isFalse();
        assertThat(stores().timelines().append(jobId, request, List.of(slip(3)), null))
                .as("the request is logged")
                .isFalse();
        assertThat(stores().timelines().append(jobId, null, List.of(slip(2), slip(3)), null))
                .as("all or none")
                .isFalse();
        assertThat(stores().timelines().newestRevision(jobId)).isEqualTo(2);
        assertThat(stores().timelines().recorded(jobId, request.id()))
                .contains(new TimelineStore.Recorded(request, List.of(second), null));
        assertThat(stores().timelines().recorded(jobId, ids.next())).isEmpty();
    }

    @Test
    void whatAMergeLeftOutIsKeptWithItsRequest() {
        String jobId = cutJob();
        TimelineStore.Request some = new TimelineStore.Request(ids.next(), "some");
        TimelineStore.Request none = new TimelineStore.Request(ids.next(), "none");
        List<Conflict> conflicts = List.of(
                new Conflict(0, 2, "bob", new Aspect(Aspect.Kind.IN, "shot-2"), "bob was there"),
                new Conflict(1, 0, "", new Aspect(Aspect.Kind.NEXT, ""), "it would mean something else"));
        TimelineStore.Left left = new TimelineStore.Left(2, conflicts);
        LoggedEdit second = slip(2);
        assertThat(stores().timelines().appendMerge(jobId, some, List.of(second), left, made(jobId, 2)))
                .isTrue();
        assertThat(stores().timelines().appendMerge(jobId, none, List.of(), left, null))
                .isTrue();
        assertThat(stores().timelines().appendMerge(jobId, none, List.of(slip(3)), left, null))
                .as("the request is answered")
                .isFalse();
        assertThat(stores().timelines()
                        .appendMerge(
                                jobId, new TimelineStore.Request(ids.next(), "late"), List.of(slip(2)), left, null))
                .as("the revision is taken")
                .isFalse();
        assertThat(stores().timelines().recorded(jobId, some.id()))
                .contains(new TimelineStore.Recorded(some, List.of(second), left));
        assertThat(stores().timelines().recorded(jobId, none.id()))
                .contains(new TimelineStore.Recorded(none, List.of(), left));
        assertThat(stores().timelines().newestRevision(jobId)).isEqualTo(2);
    }

    @Test
    void theNearestSnapshotIsFound() {
        String jobId = cutJob();
        assertThat(stores().timelines().append(jobId, null, List.of(slip(2)), made(jobId, 2)))
                .isTrue();
        assertThat(stores().timelines().append(jobId, null, List.of(slip(3)), null))
                .isTrue();
        assertThat(stores().timelines().snapshot(jobId, 3)).contains(made(jobId, 2));
        assertThat(stores().timelines().snapshot(jobId, 1)).contains(made(jobId, 1));
        assertThat(stores().timelines().snapshot(jobId, 0)).isEmpty();
    }

    @Test
    void oldSnapshotsAreThinnedOut() {
        String jobId = cutJob();
        for (long last = 26; last <= 1_601; last += 25) {
            List<LoggedEdit> edits = LongStream.rangeClosed(last - 24, last)
                    .mapToObj(StoreFixtures::slip)
                    .toList();
            assertThat(stores().timelines().append(jobId, null, edits, made(jobId, last)))
                    .isTrue();
        }
        assertThat(newestSnapshot(jobId, 499)).as("the first of the first 500").isEqualTo(1);
        assertThat(newestSnapshot(jobId, 601)).as("the first of the next").isEqualTo(501);
        assertThat(newestSnapshot(jobId, 626)).as("not long ago").isEqualTo(626);
        assertThat(newestSnapshot(jobId, 9_999)).isEqualTo(1_601);
        assertThat(stores().timelines().newestRevision(jobId)).isEqualTo(1_601);
    }

    private long newestSnapshot(String jobId, long atMost) {
        return stores().timelines()
                .snapshot(jobId, atMost)
                .orElseThrow()
                .identity()
                .revision();
    }
}
