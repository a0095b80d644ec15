// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.style;

import dev.rushes.editorial.style.FinishedVideo;
import dev.rushes.editorial.style.StyleProfile;
import java.time.Instant;
import java.util.List;

/** Makes a style profile from finished videos; with none of them, the shipped default. */
public interface StyleTeacher {

    /** Returns the shipped default. */
    StyleProfile defaultStyle();

    /** Returns what {@code videos} have in common; there is at least one. */
    StyleProfile learn(String creatorId, List<FinishedVideo> videos, Instant now);
}
