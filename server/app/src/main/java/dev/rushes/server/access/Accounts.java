// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** People, their roles and their tokens. The caller of every method has passed the {@link Gate}. */
public final class Accounts {
    /** The name of the person at the server's own machine; edits made before there were people carry it. */
    public static final String LOCAL_NAME = "user";

    /** Longest life of a link for guests. */
    public static final Duration LONGEST_LINK = Duration.ofDays(90);

    private static final Duration LINK_LIFE = Duration.ofDays(7);
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@-]{0,63}");
    private static final int MAX_LABEL = 100;

    private final AccessStore store;
    private final Gate gate;
    private final Ids ids;
    private final SecureRandom chance;
    private final InstantSource clock;

    public Accounts(AccessStore store, Gate gate, Ids ids, SecureRandom chance, InstantSource clock) {
        this.store = store;
        this.gate = gate;
        this.ids = ids;
        this.chance = chance;
        this.clock = clock;
    }

    /** A token and, this once, its text. */
    public record Minted(AccessStore.Token token, String text) {}

    /**
     * What a new token is to be.
     *
     * @param userId whom it stands for; null for the caller
     * @param role at most that of the one it stands for; null for the same
     * @param expiresAt null for a token that stays good until it is revoked
     */
    public record Wish(
            @Nullable String userId,
            @Nullable Role role,
            String label,
            @Nullable Instant expiresAt) {}

    /** Makes a token for the caller or, if the caller may manage, for a member. */
    public Minted createToken(Principal caller, Wish wish) {
        requireLabel("label", wish.label());
        requireAccount(caller);
        requireFuture(wish.expiresAt());
        AccessStore.User user = owner(caller, wish.userId());
        boolean own = user.id().equals(caller.userId());
        if (caller.jobId() != null || !own && !caller.role().permits(Permission.MANAGE)) {
            throw new Fault.Denied("only the creator makes tokens for others, and a guest makes none");
        }
        Role most = own
                ? caller.role()
                : store.role(caller.creatorId(), user.id()).orElseThrow(() -> new Fault.NotFound("member", user.id()));
        Role role = wish.role() == null ? most : wish.role();
        if (!most.covers(role) || role == Role.GUEST) {
            throw new Fault.Invalid("role", role + " (expected: " + most + " or less, and no guest)");
        }
        return mint(user, caller.creatorId(), role, null, wish.label(), wish.expiresAt());
    }

    private AccessStore.User owner(Principal caller, @Nullable String userId) {
        String wanted = userId == null ? caller.userId() : userId;
        return store.findUser(wanted).orElseThrow(() -> new Fault.NotFound("member", wanted));
    }

    /** Makes a token for whoever has it to look at one job; {@code life} null means a week. */
    public Minted createGuestLink(Principal caller, String jobId, @Nullable Duration life) {
        Duration lasts = life == null ? LINK_LIFE : life;
        if (!lasts.isPositive() || lasts.compareTo(LONGEST_LINK) > 0) {
            throw new Fault.Invalid(
                    "life",
                    lasts.toSeconds() + " s (expected: more than 0 s, at most " + LONGEST_LINK.toDays() + " days)");
        }
        AccessStore.User user = owner(caller, null);
        return mint(
                user,
                caller.creatorId(),
                Role.GUEST,
                jobId,
                "guest link",
                clock.instant().plus(lasts));
    }

    private Minted mint(
            AccessStore.User user,
            String creatorId,
            Role role,
            @Nullable String jobId,
            String label,
            @Nullable Instant expiresAt) {
        Minted minted = minted(user, creatorId, role, jobId, label, expiresAt);
        store.insertToken(minted.token());
        return minted;
    }

    /** Makes the only token of an anonymous session, which somebody else stores. */
    Minted prepareAnonymous(AccessStore.User user, Instant expiresAt) {
        return minted(user, user.creatorId(), Role.LEAD, null, "anonymous session", expiresAt);
    }

    /** Refuses what would outlast an anonymous session. */
    static void requireAccount(Principal caller) {
        if (AnonymousSessions.isAnonymous(caller.creatorId())) {
            throw new Fault.Denied("an anonymous session has its one token; sign in with an account for more");
        }
    }

    /** Makes a token that somebody else stores. */
    Minted prepare(AccessStore.User user, String creatorId, Role role, String label) {
        return minted(user, creatorId, role, null, label, null);
    }

    private Minted minted(
            AccessStore.User user,
            String creatorId,
            Role role,
            @Nullable String jobId,
            String label,
            @Nullable Instant expiresAt) {
        AccessToken fresh = AccessToken.mint(chance);
        String name = role == Role.GUEST ? "guest of " + user.name() : user.name();
        AccessStore.Token token = new AccessStore.Token(
                fresh.id(),
                fresh.secretHash(),
                new Principal(user.id(), name, creatorId, role, jobId, fresh.id()),
                label,
                clock.instant(),
                expiresAt,
                null,
                null);
        return new Minted(token, fresh.text());
    }

    /** Returns the tokens of the caller's creator if the caller may manage, else the caller's own. */
    public List<AccessStore.Token> tokens(Principal caller) {
        return store.tokens(caller.creatorId()).stream()
                .filter(token -> mayManage(caller, token))
                .toList();
    }

    /** Makes a token useless from now on. */
    public void revokeToken(Principal caller, String tokenId) {
        boolean revoked = store.findToken(tokenId)
                        .filter(token -> token.principal().creatorId().equals(caller.creatorId()))
                        .filter(token -> mayManage(caller, token))
                        .isPresent()
                && store.revokeToken(caller.creatorId(), tokenId, clock.instant());
        if (!revoked) {
            throw new Fault.NotFound("token", tokenId);
        }
        gate.forgetTokens();
    }

    private static boolean mayManage(Principal caller, AccessStore.Token token) {
        return caller.jobId() == null
                && (caller.role().permits(Permission.MANAGE)
                        || token.principal().userId().equals(caller.userId()));
    }

    /** Makes somebody known as a creator, and a token for that person. */
    public Minted createCreator(String name) {
        requireName(name);
        AccessStore.User user = new AccessStore.User(ids.next(), name, ids.next());
        Minted first = minted(user, user.creatorId(), Role.CREATOR, null, "first token", null);
        if (store.insertUser(user, first.token(), clock.instant()).isEmpty()) {
            throw new Fault.Invalid(
                    Reason.ALREADY_EXISTS, "name", "\"" + name + "\" is taken (expected: a name nobody has)");
        }
        return first;
    }

    /** Gives somebody a role with the caller's creator; makes the person known when nobody has the name. */
    public AccessStore.Member addMember(Principal caller, String name, Role role) {
        requireName(name);
        if (role == Role.GUEST || !caller.role().covers(role)) {
            throw new Fault.Invalid("role", role + " (expected: " + caller.role() + " or less, and no guest)");
        }
        AccessStore.User user = userNamed(name);
        if (user.id().equals(caller.userId())) {
            throw new Fault.Invalid("name", "\"" + name + "\" is you (expected: somebody else)");
        }
        store.join(caller.creatorId(), user.id(), role, clock.instant());
        gate.forgetTokens();
        return new AccessStore.Member(user, role);
    }

    private AccessStore.User userNamed(String name) {
        String id = ids.next();
        return store.findUserNamed(name)
                .or(() -> store.insertUser(new AccessStore.User(id, name, ids.next()), clock.instant()))
                .or(() -> store.findUserNamed(name))
                .orElseThrow(
                        () -> new Fault.Conflict(Reason.WRONG_STATE, "\"" + name + "\" is being added; try again"));
    }

    public List<AccessStore.Member> members(Principal caller) {
        return store.members(caller.creatorId());
    }

    /** Takes somebody's role with the caller's creator, and the tokens for it. */
    public void removeMember(Principal caller, String userId) {
        if (userId.equals(caller.userId())) {
            throw new Fault.Invalid("user_id", "is you; another creator has to do this");
        }
        if (!store.leave(caller.creatorId(), userId, clock.instant())) {
            throw new Fault.NotFound("member", userId);
        }
        gate.forgetTokens();
    }

    /** Makes a token for the person at the server's own machine, who is made known if need be. */
    public Minted localToken(String label) {
        Instant now = clock.instant();
        AccessStore.User user = store.findUserNamed(LOCAL_NAME)
                .or(() ->
                        store.insertUser(new AccessStore.User(ids.next(), LOCAL_NAME, AccessStore.LOCAL_CREATOR), now))
                .or(() -> store.findUserNamed(LOCAL_NAME))
                .orElseThrow();
        store.join(AccessStore.LOCAL_CREATOR, user.id(), Role.ADMIN, now);
        return mint(user, AccessStore.LOCAL_CREATOR, Role.ADMIN, null, label, null);
    }

    private void requireFuture(@Nullable Instant expiresAt) {
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            throw new Fault.Invalid("expire_time", expiresAt + " (expected: a time to come, or none)");
        }
    }

    /** Returns whether somebody may be called that. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static void requireName(String name) {
        if (!isName(name)) {
            throw new Fault.Invalid(
                    "name",
                    "\"" + name + "\" (expected: 1 to 64 letters, digits, blanks or . _ @ -, a letter or digit first)");
        }
    }

    /** Checks what a token is for, in the request's field of that name. */
    static void requireLabel(String field, String label) {
        if (label.length() > MAX_LABEL) {
            throw new Fault.Invalid(field, label.length() + " characters (expected: at most " + MAX_LABEL + ")");
        }
    }
}
