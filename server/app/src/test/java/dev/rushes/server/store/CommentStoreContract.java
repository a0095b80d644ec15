// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.server.access.Scope;
import dev.rushes.server.comment.Comment;
import dev.rushes.server.comment.CommentStore;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.request.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store of comments must keep to. */
abstract class CommentStoreContract extends StoreFixtures {
    @Test
    void commentsAreListedOldestFirstAndKnownAgain() {
        Media clip = media(job(project()), MediaKind.CLIP);
        Comment first = said(comment(clip, null, "ada"));
        Comment reply = said(comment(clip, first.id(), "bob"));
        assertThat(List.of(first.revision(), reply.revision())).containsExactly(1L, 2L);
        Page<Comment> page = stores().comments().list(clip.jobId(), new Page.Ask(null, 1));
        assertThat(page.items()).containsExactly(first);
        assertThat(stores().comments().list(clip.jobId(), new Page.Ask(page.next(), 1)))
                .isEqualTo(new Page<>(List.of(reply), null));
        assertThat(stores().comments().insert(first, 9)).as("said again").contains(first);
        assertThat(stores().comments().changes(clip.jobId(), 1))
                .isEqualTo(new CommentStore.Changes(List.of(reply), List.of(), 2));
        assertThat(stores().comments().changes(clip.jobId(), 2))
                .isEqualTo(new CommentStore.Changes(List.of(), List.of(), 2));
    }

    final Comment said(Comment comment) {
        return stores().comments().insert(comment, 99).orElseThrow();
    }

    @Test
    void aCommentIsSettledAndOpenedOnce() {
        Media clip = media(job(project()), MediaKind.CLIP);
        Comment open = said(comment(clip, null, "ada"));
        var resolution = new Comment.Resolution("mia", NOW.plusSeconds(9));
        Comment settled = stores().comments().settle(open.id(), resolution).orElseThrow();
        assertThat(settled.resolution()).isEqualTo(resolution);
        assertThat(settled.revision()).isEqualTo(2);
        assertThat(stores().comments().settle(open.id(), new Comment.Resolution("bob", NOW)))
                .as("the first one counts")
                .contains(settled);
        Comment again = stores().comments().settle(open.id(), null).orElseThrow();
        assertThat(again.resolution()).isNull();
        assertThat(again.revision()).isEqualTo(3);
        assertThat(stores().comments().settle(open.id(), null)).contains(again);
        assertThat(stores().comments().settle(ids.next(), null)).isEmpty();
    }

    @Test
    void aDeletedCommentTakesItsRepliesAndLeavesNoWords() {
        Media clip = media(job(project()), MediaKind.CLIP);
        Comment other = said(comment(clip, null, "ada"));
        Comment first = said(comment(clip, null, "ada"));
        Comment reply = said(comment(clip, first.id(), "bob"));
        CommentStore store = stores().comments();
        assertThat(store.delete(first.id(), "user:bob")).isEqualTo(CommentStore.Deletion.FOREIGN);
        assertThat(store.delete(first.id(), "user:ada")).isEqualTo(CommentStore.Deletion.ANSWERED);
        assertThat(store.changes(clip.jobId(), 3).revision())
                .as("nothing happened")
                .isEqualTo(3);
        assertThat(store.delete(first.id(), null)).isEqualTo(CommentStore.Deletion.DONE);
        assertThat(store.delete(first.id(), null)).isEqualTo(CommentStore.Deletion.ABSENT);
        assertThat(store.changes(clip.jobId(), 3).deletedIds()).containsExactlyInAnyOrder(first.id(), reply.id());
        assertThat(store.list(clip.jobId(), Page.Ask.ALL).items()).containsExactly(other);
        assertThat(store.find(reply.id())).isEmpty();
        assertThat(store.settle(first.id(), null)).isEmpty();
        assertThat(store.insert(first, 99))
                .as("a repeated request brings nothing back")
                .isEmpty();
        assertThat(store.insert(comment(clip, first.id(), "bob"), 99)).isEmpty();
    }

    @Test
    void aJobHasSoManyCommentsAndNoMore() {
        Media clip = media(job(project()), MediaKind.CLIP);
        said(comment(clip, null, "ada"));
        assertThat(stores().comments().insert(comment(clip, null, "ada"), 1)).isEmpty();
        assertThat(stores().comments().insert(comment(media(job(project()), MediaKind.CLIP), null, "ada"), 1))
                .isPresent();
    }

    @Test
    void commentsSaidAtOnceGetRevisionsOfTheirOwn() throws Exception {
        Media clip = media(job(project()), MediaKind.CLIP);
        List<Comment> wanted = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            wanted.add(comment(clip, null, "ada"));
        }
        List<Thread> threads = new ArrayList<>();
        for (Comment one : wanted) {
            threads.add(Thread.startVirtualThread(Scope.carry(() -> said(one))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(stores().comments().changes(clip.jobId(), 0).comments())
                .extracting(Comment::revision)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }
}
