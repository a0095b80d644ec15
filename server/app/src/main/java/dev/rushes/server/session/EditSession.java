// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.session;

import dev.rushes.editorial.learning.RedFlag;
import dev.rushes.editorial.learning.SessionMetrics;
import java.util.List;

/** A session as it stands now, with what it says needs work. */
public record EditSession(String projectId, SessionMetrics metrics) {

    public List<RedFlag> redFlags() {
        return RedFlag.of(metrics);
    }
}
