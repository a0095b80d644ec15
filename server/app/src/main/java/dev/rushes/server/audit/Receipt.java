// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.audit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The audit event of the call under way. A store that has the call's effect in a transaction keeps the event in the same one, so that a
 * crash leaves both or neither; an effect elsewhere is told as attempted before it begins. Used by one thread.
 */
public final class Receipt {
    /** The outcome of a call whose end nobody knows yet; its true outcome follows in an event of its own, unless the server died. */
    public static final String ATTEMPTED = "ATTEMPTED";

    private static final String DONE = "OK";
    private static final ScopedValue<Receipt> CURRENT = ScopedValue.newInstance();

    private final AuditLog log;
    private final String method;
    private final @Nullable Party caller;
    private final @Nullable String asked;
    private boolean kept;

    /** Whose chain an event belongs to, and who did it. */
    public record Party(String creatorId, AuditLog.Who who) {}

    /** An event that is to be appended to a creator's chain. */
    public record Line(String creatorId, AuditEvent.Call call) {}

    /**
     * A call that is about to be made.
     *
     * @param caller null for nobody
     * @param asked what is acted on, when the request says it; null when only the answer does
     */
    public Receipt(AuditLog log, String method, @Nullable Party caller, @Nullable String asked) {
        this.log = log;
        this.method = method;
        this.caller = caller;
        this.asked = asked;
    }

    /** Returns the one of the call that the calling thread serves; empty elsewhere. */
    public static Optional<Receipt> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** Serves the call. */
    public void during(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }

    /**
     * Returns the event of an effect that is about to be committed, to be appended in its transaction.
     *
     * @param made what is acted on, when the request does not say it
     * @param holder who did it when nobody was signed in
     */
    public Optional<Line> done(String made, @Nullable Party holder) {
        Party party = caller == null ? holder : caller;
        if (party == null) {
            return Optional.empty();
        }
        kept = true;
        return Optional.of(
                new Line(party.creatorId(), log.call(party.who(), method, asked == null ? made : asked, DONE)));
    }

    /** Appends that the call is about to have an effect outside the database; throws when that cannot be kept. */
    public void attempted() {
        if (caller != null) {
            log.append(caller.creatorId(), log.call(caller.who(), method, asked == null ? "" : asked, ATTEMPTED));
        }
    }

    /** Returns whether a call that ended well is in the log. */
    public boolean isKept() {
        return kept;
    }
}
