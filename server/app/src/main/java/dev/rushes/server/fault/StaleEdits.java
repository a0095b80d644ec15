// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.fault;

import dev.rushes.editorial.edit.Conflict;
import dev.rushes.editorial.edit.Edit;
import dev.rushes.editorial.edit.LoggedEdit;
import java.util.List;

/**
 * What happened to a timeline since the caller looked.
 *
 * @param currentRevision the newest revision
 * @param edits the edits since the stated revision, oldest first
 * @param resolved the edits of the request, by identity
 * @param conflicts why they cannot be brought over; empty when they can
 */
public record StaleEdits(long currentRevision, List<LoggedEdit> edits, List<Edit> resolved, List<Conflict> conflicts) {
    public StaleEdits {
        edits = List.copyOf(edits);
        resolved = List.copyOf(resolved);
        conflicts = List.copyOf(conflicts);
    }
}
