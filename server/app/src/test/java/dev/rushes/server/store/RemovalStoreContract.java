// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.server.comment.Comment;
import dev.rushes.server.comment.CommentStore;
import dev.rushes.server.generation.Generation;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.preview.Preview;
import dev.rushes.server.project.Job;
import dev.rushes.server.removal.RemovalStore;
import dev.rushes.server.request.Page;
import dev.rushes.server.task.PreviewFile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store that takes files out of jobs must keep to. */
abstract class RemovalStoreContract extends CommentStoreContract {
    @Test
    void aFileIsTakenOutWithItsUploadAndWhatWasSaidOfIt() {
        Job job = job(project());
        Media file = media(job, MediaKind.CLIP);
        Media other = media(job, MediaKind.CLIP);
        Comment gone = said(comment(file, null, "ada"));
        Comment kept = said(comment(other, null, "ada"));
        assertThat(stores().uploads().acquire(file.id(), "a", Duration.ofSeconds(9), NOW))
                .isPresent();
        assertThat(stores().removals().remove(file.id(), 0)).isEqualTo(RemovalStore.Outcome.DONE);
        assertThat(stores().media().list(job.id(), Page.Ask.ALL).items()).containsExactly(other);
        assertThat(stores().comments().changes(job.id(), 2))
                .isEqualTo(new CommentStore.Changes(List.of(), List.of(gone.id()), 3));
        assertThat(stores().comments().find(kept.id())).contains(kept);
        assertThat(stores().removals().remove(file.id(), 0)).isEqualTo(RemovalStore.Outcome.ABSENT);
        assertThat(freed()).contains(SHA);
        stores().removals().settle(SHA);
        assertThat(freed()).doesNotContain(SHA);
    }

    private List<String> freed() {
        return stores().removals().freed(999).stream()
                .map(RemovalStore.Freed::sha256)
                .toList();
    }

    @Test
    void aFileIsNotTakenFromATimelineThatMovedOn() {
        String jobId = cutJob();
        Media file = media(stores().projects().findJob(jobId).orElseThrow(), MediaKind.CLIP);
        assertThat(stores().removals().remove(file.id(), 0)).isEqualTo(RemovalStore.Outcome.MOVED_ON);
        assertThat(stores().timelines().append(jobId, null, List.of(slip(2)), null))
                .isTrue();
        assertThat(stores().removals().remove(file.id(), 1)).isEqualTo(RemovalStore.Outcome.MOVED_ON);
        assertThat(stores().removals().remove(file.id(), 2)).isEqualTo(RemovalStore.Outcome.DONE);
    }

    @Test
    void onlyAFileThatHasNotComeIsTakenFromACutBeingMade() {
        Job job = job(project());
        Media there = stores().media().activate(media(job, MediaKind.CLIP).id());
        Media pending = media(job, MediaKind.CLIP);
        Generation generation = kept(generation(job));
        assertThat(stores().removals().remove(there.id(), 0)).isEqualTo(RemovalStore.Outcome.CUTTING);
        assertThat(stores().removals().remove(pending.id(), 0)).isEqualTo(RemovalStore.Outcome.DONE);
        stores().generations().cancel(generation.id(), NOW);
        assertThat(stores().removals().remove(there.id(), 0)).isEqualTo(RemovalStore.Outcome.DONE);
    }

    @Test
    void whatWasMadeOfAFileGoesWithTheLastOneThatHasItsBytes() {
        Preview preview = stores().previews().ensure(preview());
        String sha = preview.key().sha256();
        Job job = job(project());
        Media file = media(job, sha);
        Media twin = media(job, sha);
        long attempt =
                stores().previews().begin(preview.id(), NOW).orElseThrow().attempt();
        assertThat(stores().removals().isAtRest(sha)).as("while it is made").isFalse();
        PreviewFile made = new PreviewFile(
                PreviewFile.Role.PROXY, "proxy.mp4", 9, "cd".repeat(32), 540, 960, 30, 0, 1_000_000, 0, 0);
        assertThat(stores().previews().succeed(preview.id(), attempt, List.of(made), NOW))
                .isTrue();
        assertThat(stores().removals().remove(file.id(), 0)).isEqualTo(RemovalStore.Outcome.DONE);
        stores().removals().settle(sha);
        assertThat(stores().previews().find(preview.id()))
                .as("another file has its bytes")
                .isPresent();
        assertThat(stores().removals().remove(twin.id(), 0)).isEqualTo(RemovalStore.Outcome.DONE);
        stores().removals().settle(sha);
        assertThat(stores().previews().find(preview.id())).isEmpty();
        assertThat(freed()).contains(made.sha256()).doesNotContain(sha);
    }

    @Test
    void doubtedBytesRestWhileSomethingIsMade() {
        String doubted = "ef".repeat(32);
        Preview preview = stores().previews().ensure(preview());
        long attempt =
                stores().previews().begin(preview.id(), NOW).orElseThrow().attempt();
        stores().removals().doubt(List.of(doubted));
        stores().removals().doubt(List.of(doubted));
        assertThat(freed()).containsOnlyOnce(doubted);
        assertThat(stores().removals().isAtRest(doubted))
                .as("the preview may come to name them")
                .isFalse();
        assertThat(stores().previews().succeed(preview.id(), attempt, List.of(), NOW))
                .isTrue();
        assertThat(stores().removals().isAtRest(doubted)).isTrue();
        stores().removals().settle(doubted);
        assertThat(freed()).doesNotContain(doubted);
    }

    private Media media(Job job, String sha) {
        return stores().media()
                .insert(new Media(ids.next(), job.id(), MediaKind.CLIP, "b.mp4", 12, sha, false, NOW), usage -> {});
    }
}
