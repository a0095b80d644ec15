// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.style;

import dev.rushes.editorial.interchange.StyleProfileJson;
import dev.rushes.editorial.style.FinishedVideo;
import dev.rushes.editorial.style.StyleProfile;
import dev.rushes.server.access.Scope;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import dev.rushes.server.request.Page;
import java.time.InstantSource;
import java.util.List;

/** Stores, reads and learns style profiles. */
public final class Styles {
    private final StyleStore store;
    private final StyleTeacher teacher;
    private final Ids ids;
    private final InstantSource clock;

    public Styles(StyleStore store, StyleTeacher teacher, Ids ids, InstantSource clock) {
        this.store = store;
        this.teacher = teacher;
        this.ids = ids;
        this.clock = clock;
    }

    /** Stores a profile under {@code id}, or returns the one stored before under it. */
    public SavedStyle save(String id, StyleProfile profile) {
        if (profile.creatorId().isBlank()) {
            throw new Fault.Invalid("style_profile.creator_id", "is empty (expected: whose habits these are)");
        }
        if (!Scope.learns()) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE,
                    "an anonymous session keeps no style profile; sign in with an account to keep one");
        }
        return store.insert(new SavedStyle(id, profile, clock.instant()));
    }

    public SavedStyle style(String styleProfileId) {
        return store.find(styleProfileId).orElseThrow(() -> new Fault.NotFound("style profile", styleProfileId));
    }

    /** Returns the profiles stored or learned, newest first. */
    public Page<SavedStyle> styles(Page.Ask ask) {
        return store.list(ask);
    }

    /** Reads the documented style profile JSON; what is wrong in it is the caller's to mend. */
    public StyleProfile read(String documentJson) {
        try {
            return StyleProfileJson.parse(documentJson);
        } catch (IllegalArgumentException e) {
            throw new Fault.Invalid("document_json", String.valueOf(e.getMessage()));
        }
    }

    /** Returns what the videos have in common without keeping it; the shipped default when there are none. */
    public StyleProfile habits(String creatorId, List<FinishedVideo> videos) {
        return videos.isEmpty() ? teacher.defaultStyle() : teacher.learn(creatorId, videos, clock.instant());
    }

    /** Returns what the videos have in common and keeps it, but not of an anonymous session; the shipped default, not kept, when there are none. */
    public StyleProfile learn(String creatorId, List<FinishedVideo> videos) {
        if (videos.isEmpty()) {
            return teacher.defaultStyle();
        }
        if (!Scope.learns()) {
            return habits(creatorId, videos);
        }
        return save(ids.next(), teacher.learn(creatorId, videos, clock.instant()))
                .profile();
    }
}
