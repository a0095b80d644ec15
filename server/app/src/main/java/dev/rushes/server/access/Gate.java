// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import dev.rushes.server.fault.Fault;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first wall: who calls, and whether that person may do this to that. What belongs to somebody else is answered as what does not
 * exist. Thread-safe.
 */
public final class Gate {
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([\\x21-\\x7e]+) *");
    /** How long another server's revocation, or change of a role, may stay unseen here. */
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(2);

    private static final Duration USE_NOTED = Duration.ofMinutes(1);
    private static final int MOST_CACHED = 10_000;

    private final AccessStore store;
    private final InstantSource clock;
    private final Optional<ForeignTokens> foreign;
    private final Map<String, Known> tokens = new ConcurrentHashMap<>();
    private final Map<Resource, Resource.Owner> owners =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Resource, Resource.Owner> eldest) {
                    return size() > MOST_CACHED;
                }
            });

    private record Known(AccessStore.Token token, Instant readAt) {}

    /** {@code foreign} reads tokens of another service, where there is one. */
    public Gate(AccessStore store, Optional<ForeignTokens> foreign, InstantSource clock) {
        this.store = store;
        this.foreign = foreign;
        this.clock = clock;
    }

    /**
     * Returns who sent a header {@code Authorization: Bearer TOKEN}.
     *
     * @throws Fault.Unauthenticated without a header, or when its token is malformed, unknown, expired or revoked
     */
    public Principal authenticate(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            throw new Fault.Unauthenticated(
                    "sign in first: send the header \"Authorization: Bearer TOKEN\"; on the server's machine the token is in the"
                            + " file access-token of its data folder");
        }
        Matcher bearer = BEARER.matcher(authorization);
        if (foreign.isPresent() && bearer.matches() && !bearer.group(1).startsWith("rsh_")) {
            return signedIn(foreign.get().admit(bearer.group(1)));
        }
        AccessToken shown =
                bearer.matches() ? AccessToken.parse(bearer.group(1)).orElse(null) : null;
        if (shown == null) {
            throw new Fault.Unauthenticated(
                    "this is not a whole token (expected: \"Authorization: Bearer rsh_...\"); copy it again");
        }
        return authenticate(shown)
                .orElseThrow(() -> new Fault.Unauthenticated(
                        "the token is unknown, expired or revoked; ask the creator for a new one"));
    }

    private Principal signedIn(String tokenId) {
        Instant now = clock.instant();
        AccessStore.Token kept = find(tokenId, now);
        if (kept == null || !kept.isGood(now)) {
            throw new Fault.Unauthenticated(
                    "the token of the sign-in service has expired, or its holder was removed; sign in again");
        }
        return kept.principal();
    }

    private Optional<Principal> authenticate(AccessToken shown) {
        Instant now = clock.instant();
        AccessStore.Token kept = find(shown.id(), now);
        byte[] expected = kept == null ? new byte[32] : kept.secretHash();
        boolean same = MessageDigest.isEqual(expected, shown.secretHash());
        return kept != null && same && kept.isGood(now) ? Optional.of(kept.principal()) : Optional.empty();
    }

    private AccessStore.@Nullable Token find(String tokenId, Instant now) {
        Known known = tokens.get(tokenId);
        if (known != null && now.isBefore(known.readAt().plus(TOKEN_LIFE))) {
            return known.token();
        }
        boolean own = !ForeignTokens.isOne(tokenId);
        AccessStore.Token read = own
                ? store.findToken(tokenId).orElse(null)
                : foreign.isPresent() ? foreign.get().find(tokenId) : null;
        if (read == null) {
            tokens.remove(tokenId);
            return null;
        }
        Instant used = read.lastUsedAt();
        if (own && read.isGood(now) && (used == null || now.isAfter(used.plus(USE_NOTED)))) {
            store.used(tokenId, now);
        }
        if (tokens.size() >= MOST_CACHED) {
            tokens.clear();
        }
        tokens.put(tokenId, new Known(read, now));
        return read;
    }

    /**
     * Lets a call that began earlier go on if it would still be let in: its token is good and its caller's role allows it.
     *
     * @throws Fault.Unauthenticated when its token was revoked or has expired, or its caller is no member any more
     * @throws Fault.Denied when the caller's role no longer allows it
     */
    public void requireStill(Scope scope) {
        if (!(scope instanceof Scope.Person(Principal caller, Permission permission))) {
            return;
        }
        Instant now = clock.instant();
        AccessStore.Token kept = find(caller.tokenId(), now);
        if (kept == null || !kept.isGood(now)) {
            throw new Fault.Unauthenticated(
                    "the token was revoked or has expired meanwhile; ask the creator for a new one");
        }
        requireRole(kept.principal(), permission, true);
    }

    /** Forgets what is known of tokens, so that a revocation is seen at once. */
    public void forgetTokens() {
        tokens.clear();
    }

    /** Lets a caller through who may do this to all of that: both checks below. */
    public void require(Principal caller, Permission permission, Resource resource) {
        requireRole(caller, permission, true);
        requireOwner(caller, permission, List.of(resource));
    }

    /**
     * Lets a caller through whose role allows this; it comes first, so that a refusal tells nothing about what is named.
     *
     * @param namesThings whether the call says what it is about
     * @throws Fault.Denied when the role does not allow it
     */
    public void requireRole(Principal caller, Permission permission, boolean namesThings) {
        if (!caller.role().permits(permission)) {
            throw new Fault.Denied("a " + caller.role().name().toLowerCase(Locale.ROOT)
                    + " may not do this (it takes the permission to "
                    + permission.name().toLowerCase(Locale.ROOT) + "); ask the creator for another role");
        }
        if (caller.jobId() != null && !namesThings && permission != Permission.SIGNED_IN) {
            throw oneJob();
        }
    }

    private static Fault oneJob() {
        return new Fault.Denied("this link is for one job; name it, or ask the creator for a role");
    }

    /**
     * Lets a caller through whose creator has all of that.
     *
     * @throws Fault.NotFound when something named belongs to somebody else, or to nobody
     */
    public void requireOwner(Principal caller, Permission permission, List<Resource> resources) {
        if (caller.jobId() != null && resources.isEmpty() && permission != Permission.SIGNED_IN) {
            throw oneJob();
        }
        for (Resource resource : resources) {
            Resource.Owner owner = owner(resource);
            boolean open = owner != null
                    && owner.creatorId().equals(caller.creatorId())
                    && (caller.jobId() == null || caller.jobId().equals(owner.jobId()));
            if (!open) {
                throw new Fault.NotFound(resource.kind().word(), resource.id());
            }
        }
    }

    /** What something belongs to never changes, so it is read once. */
    private Resource.@Nullable Owner owner(Resource resource) {
        Resource.Owner known = owners.get(resource);
        if (known != null) {
            return known;
        }
        Resource.Owner read = store.owner(resource).orElse(null);
        if (read != null) {
            owners.put(resource, read);
        }
        return read;
    }
}
