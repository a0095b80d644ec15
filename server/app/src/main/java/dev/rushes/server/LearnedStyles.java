// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.editorial.style.DefaultStyle;
import dev.rushes.editorial.style.FinishedVideo;
import dev.rushes.editorial.style.StyleLearner;
import dev.rushes.editorial.style.StyleProfile;
import dev.rushes.server.style.StyleTeacher;
import java.time.Instant;
import java.util.List;

/** Style from the editorial kernel. */
final class LearnedStyles implements StyleTeacher {
    @Override
    public StyleProfile defaultStyle() {
        return DefaultStyle.profile();
    }

    @Override
    public StyleProfile learn(String creatorId, List<FinishedVideo> videos, Instant now) {
        return StyleLearner.learn(creatorId, videos, now);
    }
}
