// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * People without an account: each session is a creator of its own that nothing is learned from and that ends with its only token. Thread-safe.
 */
public final class AnonymousSessions {
    private static final String PREFIX = "anonymous-";

    private final AccessStore store;
    private final Accounts accounts;
    private final Limits limits;
    private final Ids ids;
    private final InstantSource clock;

    /** How many sessions there may be at once, 0 for none, and how long each lasts. */
    public record Limits(int most, Duration life) {}

    public AnonymousSessions(AccessStore store, Accounts accounts, Limits limits, Ids ids, InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    /** Returns whether a creator is an anonymous session. */
    public static boolean isAnonymous(String creatorId) {
        return creatorId.startsWith(PREFIX);
    }

    /**
     * Begins a session.
     *
     * @throws Fault.Refused where they are not allowed
     * @throws Fault.TooOften when there are as many as may be
     */
    public Accounts.Minted begin() {
        if (limits.most() == 0) {
            throw new Fault.Refused(
                    Reason.WRONG_STATE,
                    "this installation has no anonymous sessions; ask its owner for a pairing code or a token");
        }
        String id = ids.next();
        AccessStore.User user = new AccessStore.User(id, PREFIX + id, PREFIX + id);
        Instant now = clock.instant();
        Accounts.Minted only = accounts.prepareAnonymous(user, now.plus(limits.life()));
        if (store.insertAnonymous(user, only.token(), PREFIX, limits.most(), now)
                .isEmpty()) {
            throw new Fault.TooOften(
                    limits.most() + " anonymous sessions are open; try again later", Duration.ofMinutes(5));
        }
        return only;
    }

    /** Returns the creators whose session is over and who are not being erased. */
    public List<String> ended() {
        Instant now = clock.instant();
        return store.creatorsWithoutToken(PREFIX, now, now.minus(Duration.ofMinutes(1)));
    }
}
