// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.audit;

import java.util.List;
import java.util.Optional;

/** The audit log's rows. Reading sees the scope's creator; appending takes care of its scope itself. */
public interface AuditStore {
    /** The newest event of a chain. */
    record Head(long sequence, byte[] hash) {}

    /** Appends an event to a creator's chain. */
    void append(String creatorId, AuditEvent.Call call);

    /** Returns events with a smaller sequence, newest first. */
    List<AuditEvent> before(long sequence, int most);

    /** Returns events with a larger sequence, oldest first. */
    List<AuditEvent> after(long sequence, int most);

    /** Returns what the chain's newest event should be; empty when there was none yet. */
    Optional<Head> head();
}
