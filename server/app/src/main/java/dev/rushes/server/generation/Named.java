// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.generation;

import dev.rushes.editorial.music.SongExcerpt;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.server.media.Media;
import dev.rushes.server.project.Job;
import dev.rushes.server.project.Project;
import java.time.Instant;

/** Gives a worker's cut, which knows no jobs, its identity and the name of its song. */
final class Named {
    private Named() {}

    /**
     * Whose cut it is.
     *
     * @param revision the cut gets; 0 for one that is not kept
     * @param seed of its random choices
     * @param at when it was made
     */
    record For(Job job, Project project, long revision, long seed, Instant at) {}

    static Timeline cut(Timeline cut, For whom, Media song) {
        Timeline.Identity identity = new Timeline.Identity(
                whom.job().id(),
                whom.project().id(),
                whom.project().creatorId(),
                whom.revision(),
                whom.seed(),
                whom.at(),
                whom.at());
        return new Timeline(
                identity,
                cut.frameRate(),
                excerpt(cut, song),
                cut.shots(),
                cut.transitions(),
                cut.deletedShots(),
                cut.userEdits(),
                cut.reasoning(),
                cut.finalStatus());
    }

    private static SongExcerpt excerpt(Timeline cut, Media song) {
        return new SongExcerpt(
                song.id(),
                song.fileName(),
                cut.song().bpm(),
                cut.song().startSeconds(),
                cut.song().durationSeconds(),
                cut.song().beats(),
                cut.song().energy());
    }
}
