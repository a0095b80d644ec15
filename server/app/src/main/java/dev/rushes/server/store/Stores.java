// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import dev.rushes.server.access.AccessStore;
import dev.rushes.server.access.PairingStore;
import dev.rushes.server.analysis.AnalysisStore;
import dev.rushes.server.audit.AuditStore;
import dev.rushes.server.comment.CommentStore;
import dev.rushes.server.erasure.ErasureStore;
import dev.rushes.server.framing.FramingStore;
import dev.rushes.server.generation.GenerationStore;
import dev.rushes.server.media.MediaStore;
import dev.rushes.server.media.UploadStore;
import dev.rushes.server.preview.PreviewStore;
import dev.rushes.server.project.ProjectStore;
import dev.rushes.server.removal.RemovalStore;
import dev.rushes.server.render.RenderStore;
import dev.rushes.server.request.RequestStore;
import dev.rushes.server.session.SessionStore;
import dev.rushes.server.song.SongRepairStore;
import dev.rushes.server.style.StyleStore;
import dev.rushes.server.timeline.TimelineStore;

/** Every store of the server on one database. */
public record Stores(
        ProjectStore projects,
        MediaStore media,
        AnalysisStore analyses,
        StyleStore styles,
        TimelineStore timelines,
        People people,
        Work work) {

    /** Stores of who comes in, and of what they say. */
    public record People(
            AccessStore access,
            PairingStore pairings,
            AuditStore audit,
            ErasureStore erasures,
            CommentStore comments,
            SongRepairStore songRepairs,
            FramingStore framings) {}

    /** Stores of long work and of what keeps it safe to repeat. */
    public record Work(
            GenerationStore generations,
            RenderStore renders,
            PreviewStore previews,
            UploadStore uploads,
            RemovalStore removals,
            RequestStore requests,
            SessionStore sessions,
            JooqTaskRows taskRows) {}

    public static Stores of(Database database) {
        return new Stores(
                new JooqProjectStore(database),
                new JooqMediaStore(database),
                new JooqAnalysisStore(database),
                new JooqStyleStore(database),
                new JooqTimelineStore(database),
                new People(
                        new JooqAccessStore(database),
                        new JooqPairingStore(database),
                        new JooqAuditStore(database),
                        new JooqErasureStore(database),
                        new JooqCommentStore(database),
                        new JooqSongRepairStore(database),
                        new JooqFramingStore(database)),
                new Work(
                        new JooqGenerationStore(database),
                        new JooqRenderStore(database),
                        new JooqPreviewStore(database),
                        new JooqUploadStore(database),
                        new JooqRemovalStore(database),
                        new JooqRequestStore(database),
                        new JooqSessionStore(database),
                        new JooqTaskRows(database)));
    }

    public AccessStore access() {
        return people.access();
    }

    public CommentStore comments() {
        return people.comments();
    }

    public SongRepairStore songRepairs() {
        return people.songRepairs();
    }

    public FramingStore framings() {
        return people.framings();
    }

    public GenerationStore generations() {
        return work.generations();
    }

    public RenderStore renders() {
        return work.renders();
    }

    public PreviewStore previews() {
        return work.previews();
    }

    public UploadStore uploads() {
        return work.uploads();
    }

    public RemovalStore removals() {
        return work.removals();
    }

    public RequestStore requests() {
        return work.requests();
    }

    public SessionStore sessions() {
        return work.sessions();
    }

    public JooqTaskRows taskRows() {
        return work.taskRows();
    }
}
