// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Something a request or a task names by its id. */
public record Resource(Kind kind, String id) {
    /** What it is. */
    public enum Kind {
        PROJECT,
        JOB,
        MEDIA,
        GENERATION,
        RENDER,
        SESSION,
        STYLE_PROFILE,
        ANALYSIS,
        PREVIEW,
        COMMENT;

        /** Returns the word for it in messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Whose it is, and the job it belongs to, null where it belongs to none. */
    public record Owner(String creatorId, @Nullable String jobId) {}
}
