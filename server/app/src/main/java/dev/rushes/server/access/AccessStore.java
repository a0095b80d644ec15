// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** People, their tokens, and whose things are. Every method spans creators and takes care of its scope itself. */
public interface AccessStore {
    /** The creator that everything of an installation without sign-in belongs to. */
    String LOCAL_CREATOR = "local";

    /** A person. */
    record User(String id, String name, String creatorId) {}

    /** Somebody's role with a creator. */
    record Member(User user, Role role) {}

    /** A token without its secret; {@code secretHash} has 32 bytes. */
    record Token(
            String id,
            byte[] secretHash,
            Principal principal,
            String label,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {

        /** Returns whether it is good at {@code now}. */
        public boolean isGood(Instant now) {
            return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
        }
    }

    /** Returns a token whose holder is still a member; its role is at most the member's role now. */
    Optional<Token> findToken(String tokenId);

    void insertToken(Token token);

    /** Returns the tokens of a creator's members, oldest first, with the roles they give now. */
    List<Token> tokens(String creatorId);

    /** Revokes a token of a creator; returns whether there is such a one. */
    boolean revokeToken(String creatorId, String tokenId, Instant now);

    /** Notes when a token was used. */
    void used(String tokenId, Instant now);

    /** Adds a user with a creator of that name, or with {@code creatorId} when it is given; empty when the name is taken. */
    Optional<User> insertUser(User user, Instant now);

    /** The same together with the person's first token. */
    Optional<User> insertUser(User user, Token token, Instant now);

    /** Adds a user with a creator of that id, unless there are {@code most} creators whose ids begin with {@code prefix}; then empty. */
    Optional<User> insertAnonymous(User user, Token token, String prefix, int most, Instant now);

    /** Returns the creators, made before {@code madeBefore}, whose ids begin with {@code prefix} and who have members but no good token. */
    List<String> creatorsWithoutToken(String prefix, Instant now, Instant madeBefore);

    /** Returns the person whom a service knows as that. */
    Optional<User> findIdentity(String issuer, String subject);

    /** Adds a user whom a service knows; empty when the name is taken or the service's person is known already. */
    Optional<User> insertIdentity(User user, ForeignIdentity identity, Instant now);

    Optional<User> findUser(String userId);

    Optional<User> findUserNamed(String name);

    /** Gives somebody a role with a creator, in place of a former one. */
    void join(String creatorId, String userId, Role role, Instant now);

    /** Takes somebody's role with a creator and revokes the tokens for it; returns whether there was one. */
    boolean leave(String creatorId, String userId, Instant now);

    List<Member> members(String creatorId);

    Optional<Role> role(String creatorId, String userId);

    /** Returns whose a thing is; empty when it does not exist. */
    Optional<Resource.Owner> owner(Resource resource);
}
