// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import dev.rushes.server.id.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of another service, read once and then known by their SHA-256 until they expire. Who comes for the first time becomes a creator.
 * Thread-safe.
 */
public final class ForeignTokens {
    private static final String PREFIX = "oidc-";
    private static final int ID_CHARS = 32;
    private static final int MOST_CACHED = 10_000;

    private final AccessStore store;
    private final ForeignIdentity.Reader reader;
    private final Ids ids;
    private final InstantSource clock;
    private final Map<String, AccessStore.Token> known =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, AccessStore.Token> eldest) {
                    return size() > MOST_CACHED;
                }
            });

    public ForeignTokens(AccessStore store, ForeignIdentity.Reader reader, Ids ids, InstantSource clock) {
        this.store = store;
        this.reader = reader;
        this.ids = ids;
        this.clock = clock;
    }

    /** Returns whether a token is known by such an id. */
    static boolean isOne(String tokenId) {
        return tokenId.startsWith(PREFIX);
    }

    /** Returns the id of a token; throws when it does not hold. */
    String admit(String text) {
        byte[] hash = sha256(text);
        String id = PREFIX + HexFormat.of().formatHex(hash).substring(0, ID_CHARS);
        AccessStore.Token before = known.get(id);
        if (before != null && MessageDigest.isEqual(before.secretHash(), hash)) {
            return id;
        }
        ForeignIdentity identity = reader.apply(text);
        AccessStore.User user = user(identity);
        Principal person = new Principal(user.id(), user.name(), user.creatorId(), Role.CREATOR, null, id);
        known.put(
                id,
                new AccessStore.Token(
                        id, hash, person, "sign-in service", clock.instant(), identity.expiresAt(), null, null));
        return id;
    }

    /** Returns the token with its holder's role now; null when it is not known, or its holder was removed. */
    AccessStore.@Nullable Token find(String tokenId) {
        AccessStore.Token token = known.get(tokenId);
        if (token == null) {
            return null;
        }
        Principal person = token.principal();
        Role role = store.role(person.creatorId(), person.userId()).orElse(null);
        if (role == null) {
            return null;
        }
        Principal now = new Principal(
                person.userId(),
                person.name(),
                person.creatorId(),
                person.role().covers(role) ? role : person.role(),
                null,
                tokenId);
        return new AccessStore.Token(
                tokenId, token.secretHash(), now, token.label(), token.createdAt(), token.expiresAt(), null, null);
    }

    private AccessStore.User user(ForeignIdentity identity) {
        return store.findIdentity(identity.issuer(), identity.subject()).orElseGet(() -> {
            String id = ids.next();
            String wanted = Accounts.isName(identity.name()) ? identity.name() : "person";
            Instant now = clock.instant();
            // A name says nothing about who somebody is: who has it already keeps it.
            return store.insertIdentity(new AccessStore.User(id, wanted, ids.next()), identity, now)
                    .or(() -> store.insertIdentity(
                            new AccessStore.User(
                                    id, shortened(wanted) + "-" + id.substring(id.length() - 8), ids.next()),
                            identity,
                            now))
                    .or(() -> store.findIdentity(identity.issuer(), identity.subject()))
                    .orElseThrow();
        });
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), 50));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
