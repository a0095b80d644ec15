// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.editorial.style.DefaultStyle;
import dev.rushes.editorial.style.StyleProfile;
import dev.rushes.server.style.StyleTeacher;
import dev.rushes.server.task.FinishedVideo;
import java.time.Instant;
import java.util.List;

/** Style from the editorial kernel. */
final class LearnedStyles implements StyleTeacher {
    @Override
    public StyleProfile defaultStyle(String creatorId, Instant now) {
        return DefaultStyle.profile();
    }

    @Override
    public StyleProfile learn(String creatorId, List<FinishedVideo> videos, Instant now) {
        return DefaultStyle.profile();
    }
}
