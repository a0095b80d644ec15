// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Codes with which a person who is signed in somewhere signs in one more device (P-36: no code is ever logged). Thread-safe. */
public final class Pairings {
    /** How long a code is good. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    private static final int MOST_LIVE = 20;

    private final PairingStore store;
    private final AccessStore access;
    private final Accounts accounts;
    private final AttemptLimit attempts;
    private final Chance chance;
    private final InstantSource clock;

    /** Where identities and codes come from. */
    public record Chance(Ids ids, SecureRandom random) {}

    public Pairings(PairingStore store, AccessStore access, Accounts accounts, Chance chance, InstantSource clock) {
        this.store = store;
        this.access = access;
        this.accounts = accounts;
        this.chance = chance;
        this.clock = clock;
        this.attempts = new AttemptLimit(clock);
    }

    /** A code, this once, and when it ends. */
    public record Made(PairingCode code, Instant expiresAt) {}

    /** Makes a code for a device of the caller; {@code role} null means creator, or the caller's where that is less. */
    public Made create(Principal caller, @Nullable Role role, String label) {
        Accounts.requireLabel("label", label);
        Accounts.requireAccount(caller);
        if (caller.jobId() != null) {
            throw new Fault.Denied("a guest pairs no devices; give the link itself to the other device");
        }
        Role wanted = role == null ? usual(caller.role()) : role;
        if (wanted == Role.GUEST || !caller.role().covers(wanted)) {
            throw new Fault.Invalid("role", wanted + " (expected: " + caller.role() + " or less, and no guest)");
        }
        PairingCode code = PairingCode.mint(chance.random());
        byte[] salt = new byte[PairingCode.SALT_BYTES];
        chance.random().nextBytes(salt);
        Instant now = clock.instant();
        PairingStore.Waiting waiting = new PairingStore.Waiting(
                chance.ids().next(),
                salt,
                code.hash(salt),
                new PairingStore.Maker(caller.userId(), caller.creatorId(), caller.tokenId()),
                wanted,
                label,
                now,
                now.plus(LIFE));
        if (!store.insert(waiting, MOST_LIVE)) {
            throw new Fault.TooOften(
                    MOST_LIVE + " codes wait for their devices; use one, or try again when one has expired", LIFE);
        }
        return new Made(code, waiting.expiresAt());
    }

    /** A device that goes from hand to hand runs no installation, unless somebody says so. */
    private static Role usual(Role own) {
        return own.covers(Role.CREATOR) ? Role.CREATOR : own;
    }

    /**
     * Signs a device in.
     *
     * @param typed the code as somebody typed it
     * @param deviceName becomes the token's label; empty for that of the pairing
     * @param address where the call came from
     * @throws Fault.Refused when the code is wrong, used or expired, or whoever made it may no longer sign in
     * @throws Fault.TooOften after too many wrong codes
     */
    public Accounts.Minted redeem(String typed, String deviceName, String address) {
        Accounts.requireLabel("device_name", deviceName);
        PairingCode code = PairingCode.parse(typed)
                .orElseThrow(() -> new Fault.Invalid(
                        "code", "this is no pairing code (expected: eight letters and digits, as XXXX-XXXX)"));
        attempts.begin(address);
        PairingStore.Waiting found = find(code);
        Role role = found == null ? null : role(found);
        if (found == null || role == null) {
            throw invalid();
        }
        Accounts.Minted minted = accounts.prepare(
                access.findUser(found.maker().userId()).orElseThrow(Pairings::invalid),
                found.maker().creatorId(),
                role,
                deviceName.isBlank() ? found.label() : deviceName);
        if (!store.redeem(found.id(), minted.token())) {
            throw invalid();
        }
        attempts.right(address);
        return minted;
    }

    /** Looks at every live code, whichever matches, so that the time tells nothing. */
    private PairingStore.@Nullable Waiting find(PairingCode code) {
        PairingStore.Waiting found = null;
        for (PairingStore.Waiting waiting : store.live(clock.instant())) {
            if (MessageDigest.isEqual(waiting.hash(), code.hash(waiting.salt()))) {
                found = waiting;
            }
        }
        return found;
    }

    /** What the maker may still do, at most what the code was made for; null when the maker may not sign in any more. */
    private @Nullable Role role(PairingStore.Waiting waiting) {
        PairingStore.Maker maker = waiting.maker();
        boolean ended = access.findToken(maker.tokenId())
                .filter(token -> !token.isGood(clock.instant()))
                .isPresent();
        Role now = access.role(maker.creatorId(), maker.userId()).orElse(null);
        if (ended || now == null) {
            return null;
        }
        return now.covers(waiting.role()) ? waiting.role() : now;
    }

    private static Fault invalid() {
        return new Fault.Refused(
                Reason.PAIRING_INVALID,
                "the code is wrong, used or expired; make a new one on a device that is signed in, or with ./rushes pair");
    }
}
