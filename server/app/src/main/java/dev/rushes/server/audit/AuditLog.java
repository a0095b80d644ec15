// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.audit;

import dev.rushes.server.access.Scope;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends to the audit log, shows it, and computes it again. Thread-safe. */
public final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final int BATCH = 1000;
    private static final HexFormat HEX = HexFormat.of();

    private final AuditStore store;
    private final InstantSource clock;

    public AuditLog(AuditStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * What a check found.
     *
     * @param firstBad sequence of the first event that is missing or was changed, 0 when all is well
     * @param problem what is wrong with it; empty when all is well
     */
    public record Verification(long events, String newestHash, long firstBad, String problem) {
        public boolean intact() {
            return firstBad == 0;
        }
    }

    /** An event whose hash somebody kept elsewhere. */
    public record Anchor(long sequence, String hash) {}

    /** Who called, by identities; empty for nobody. */
    public record Who(String userId, String tokenId) {}

    /** Returns a call that ends now. */
    AuditEvent.Call call(Who who, String method, String subject, String outcome) {
        return new AuditEvent.Call(
                clock.instant().truncatedTo(ChronoUnit.MICROS), who.userId(), who.tokenId(), method, subject, outcome);
    }

    /** Keeps a call; throws when that is not possible. */
    void append(String creatorId, AuditEvent.Call call) {
        store.append(creatorId, call);
    }

    /**
     * Keeps a call that had no effect, or whose effect was kept already; so a failure is logged, not thrown.
     */
    public void note(String creatorId, Who who, String method, String subject, String outcome) {
        AuditEvent.Call call = call(who, method, subject, outcome);
        try {
            append(creatorId, call);
        } catch (RuntimeException e) {
            LOG.error("a call of {} ({}) is missing in the audit log", call.method(), call.outcome(), e);
        }
    }

    /** Returns the caller's creator's events before {@code sequence}, newest first. */
    public List<AuditEvent> before(long sequence, int most) {
        return store.before(sequence, most);
    }

    /** Computes the chain of the caller's creator again. */
    public Verification verify(@Nullable Anchor anchor) {
        Optional<AuditStore.Head> head = store.head();
        String creatorId = Scope.creatorId();
        byte[] before = AuditEvent.BEGINNING;
        long last = 0;
        for (List<AuditEvent> batch = store.after(0, BATCH); !batch.isEmpty(); batch = store.after(last, BATCH)) {
            for (AuditEvent event : batch) {
                long expected = last + 1;
                if (event.sequence() != expected) {
                    return bad(last, before, expected, "event " + expected + " is missing");
                }
                byte[] computed = AuditEvent.hash(before, creatorId, expected, event.call());
                if (!Arrays.equals(computed, event.hash())) {
                    return bad(last, before, expected, "event " + expected + " was changed, or the one before it");
                }
                if (anchor != null
                        && anchor.sequence() == expected
                        && !anchor.hash().equals(HEX.formatHex(computed))) {
                    return bad(last, before, expected, "event " + expected + " is not the one whose hash was kept");
                }
                before = computed;
                last = expected;
            }
        }
        return ending(last, before, head, anchor);
    }

    private static Verification ending(
            long last, byte[] newest, Optional<AuditStore.Head> head, @Nullable Anchor anchor) {
        long promised =
                Math.max(head.map(AuditStore.Head::sequence).orElse(0L), anchor == null ? 0 : anchor.sequence());
        if (promised > last) {
            return bad(last, newest, last + 1, "events " + (last + 1) + " to " + promised + " are missing");
        }
        // The head was read first: what was appended meanwhile comes after it, and the chain itself vouches for that.
        if (last > 0 && head.isEmpty()) {
            return bad(last, newest, last, "the record of the newest event is missing");
        }
        if (head.isPresent()
                && head.get().sequence() == last
                && !Arrays.equals(head.get().hash(), newest)) {
            return bad(last, newest, last, "event " + last + " is not the one that was appended");
        }
        return new Verification(last, last == 0 ? "" : HEX.formatHex(newest), 0, "");
    }

    private static Verification bad(long events, byte[] newest, long sequence, String problem) {
        return new Verification(events, events == 0 ? "" : HEX.formatHex(newest), sequence, problem);
    }
}
