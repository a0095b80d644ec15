// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.ANALYSES;
import static dev.rushes.db.Tables.API_TOKENS;
import static dev.rushes.db.Tables.COMMENTS;
import static dev.rushes.db.Tables.CREATORS;
import static dev.rushes.db.Tables.GENERATIONS;
import static dev.rushes.db.Tables.JOBS;
import static dev.rushes.db.Tables.MEDIA;
import static dev.rushes.db.Tables.MEMBERSHIPS;
import static dev.rushes.db.Tables.PREVIEWS;
import static dev.rushes.db.Tables.PROJECTS;
import static dev.rushes.db.Tables.RENDERS;
import static dev.rushes.db.Tables.STYLE_PROFILES;
import static dev.rushes.db.Tables.USERS;

import dev.rushes.server.access.AccessStore;
import dev.rushes.server.access.ForeignIdentity;
import dev.rushes.server.access.Principal;
import dev.rushes.server.access.Resource;
import dev.rushes.server.access.Role;
import dev.rushes.server.access.Scope;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** People and tokens in PostgreSQL, where only the scope that spans creators may read them. */
public final class JooqAccessStore implements AccessStore {
    private static final Field<UUID> NO_JOB = DSL.inline(null, JOBS.JOB_ID);

    private final DSLContext dsl;

    public JooqAccessStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public Optional<Token> findToken(String tokenId) {
        return Scope.SYSTEM.call(() -> dsl.select()
                .from(API_TOKENS)
                .join(USERS)
                .on(USERS.USER_ID.eq(API_TOKENS.USER_ID))
                .join(MEMBERSHIPS)
                .on(MEMBERSHIPS.USER_ID.eq(API_TOKENS.USER_ID))
                .and(MEMBERSHIPS.CREATOR_ID.eq(API_TOKENS.CREATOR_ID))
                .where(API_TOKENS.TOKEN_ID.eq(tokenId))
                .fetchOptional(JooqAccessStore::token));
    }

    @Override
    public void insertToken(Token token) {
        Scope.SYSTEM.run(() -> dsl.transaction(transaction -> {
            insert(transaction.dsl(), token);
            JooqAuditStore.keep(transaction.dsl(), token);
        }));
    }

    /** Adds a token in somebody's transaction. */
    static void insert(DSLContext inside, Token token) {
        Principal holder = token.principal();
        inside.insertInto(API_TOKENS)
                .set(API_TOKENS.TOKEN_ID, token.id())
                .set(API_TOKENS.SECRET_SHA256, token.secretHash())
                .set(API_TOKENS.USER_ID, Rows.uuid(holder.userId()))
                .set(API_TOKENS.CREATOR_ID, holder.creatorId())
                .set(API_TOKENS.ROLE, holder.role().name())
                .set(API_TOKENS.JOB_ID, Rows.uuidOrNull(holder.jobId()))
                .set(API_TOKENS.LABEL, token.label())
                .set(API_TOKENS.CREATE_TIME, Rows.time(token.createdAt()))
                .set(API_TOKENS.EXPIRE_TIME, timeOrNull(token.expiresAt()))
                .execute();
    }

    @Override
    public List<Token> tokens(String creatorId) {
        return Scope.SYSTEM.call(() -> dsl.select()
                .from(API_TOKENS)
                .join(USERS)
                .on(USERS.USER_ID.eq(API_TOKENS.USER_ID))
                .join(MEMBERSHIPS)
                .on(MEMBERSHIPS.USER_ID.eq(API_TOKENS.USER_ID))
                .and(MEMBERSHIPS.CREATOR_ID.eq(API_TOKENS.CREATOR_ID))
                .where(API_TOKENS.CREATOR_ID.eq(creatorId))
                .orderBy(API_TOKENS.CREATE_TIME, API_TOKENS.TOKEN_ID)
                .fetch(JooqAccessStore::token));
    }

    @Override
    public boolean revokeToken(String creatorId, String tokenId, Instant now) {
        return Scope.SYSTEM.call(() -> dsl.transactionResult(transaction -> {
            boolean revoked = transaction
                            .dsl()
                            .update(API_TOKENS)
                            .set(API_TOKENS.REVOKE_TIME, DSL.coalesce(API_TOKENS.REVOKE_TIME, Rows.time(now)))
                            .where(API_TOKENS.TOKEN_ID.eq(tokenId))
                            .and(API_TOKENS.CREATOR_ID.eq(creatorId))
                            .execute()
                    == 1;
            if (revoked) {
                JooqAuditStore.keep(transaction.dsl(), tokenId);
            }
            return revoked;
        }));
    }

    @Override
    public void used(String tokenId, Instant now) {
        Scope.SYSTEM.run(() -> dsl.update(API_TOKENS)
                .set(API_TOKENS.LAST_USE_TIME, Rows.time(now))
                .where(API_TOKENS.TOKEN_ID.eq(tokenId))
                .execute());
    }

    @Override
    public Optional<User> insertAnonymous(User user, Token token, String prefix, int most, Instant now) {
        return Scope.SYSTEM.call(() -> dsl.transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            // The installation's own creator stands for the number of these, so that two callers do not take the last
            // place.
            inside.select(CREATORS.CREATOR_ID)
                    .from(CREATORS)
                    .where(CREATORS.CREATOR_ID.eq(LOCAL_CREATOR))
                    .forNoKeyUpdate()
                    .fetch();
            return inside.fetchCount(CREATORS, CREATORS.CREATOR_ID.startsWith(prefix)) >= most
                    ? Optional.<User>empty()
                    : insertUser(inside, user, token, now);
        }));
    }

    @Override
    public List<String> creatorsWithoutToken(String prefix, Instant now, Instant madeBefore) {
        return Scope.SYSTEM.call(() -> dsl.select(CREATORS.CREATOR_ID)
                .from(CREATORS)
                .where(CREATORS.CREATOR_ID.startsWith(prefix))
                .and(CREATORS.CREATE_TIME.lt(Rows.time(madeBefore)))
                .and(DSL.exists(
                        DSL.selectOne().from(MEMBERSHIPS).where(MEMBERSHIPS.CREATOR_ID.eq(CREATORS.CREATOR_ID))))
                .and(DSL.notExists(DSL.selectOne()
                        .from(API_TOKENS)
                        .where(API_TOKENS.CREATOR_ID.eq(CREATORS.CREATOR_ID))
                        .and(API_TOKENS.REVOKE_TIME.isNull())
                        .and(API_TOKENS.EXPIRE_TIME.isNull().or(API_TOKENS.EXPIRE_TIME.gt(Rows.time(now))))))
                .fetch(CREATORS.CREATOR_ID));
    }

    @Override
    public Optional<User> insertUser(User user, Instant now) {
        return Scope.SYSTEM.call(() -> dsl.transactionResult(transaction -> insertUser(transaction.dsl(), user, now)));
    }

    @Override
    public Optional<User> insertUser(User user, Token token, Instant now) {
        return Scope.SYSTEM.call(
                () -> dsl.transactionResult(transaction -> insertUser(transaction.dsl(), user, token, now)));
    }

    private static Optional<User> insertUser(DSLContext inside, User user, Token token, Instant now) {
        Optional<User> made = insertUser(inside, user, now);
        if (made.isPresent()) {
            insert(inside, token);
            JooqAuditStore.keep(inside, token);
        }
        return made;
    }

    private static Optional<User> insertUser(DSLContext inside, User user, Instant now) {
        inside.insertInto(CREATORS)
                .set(CREATORS.CREATOR_ID, user.creatorId())
                .set(CREATORS.DISPLAY_NAME, user.name())
                .set(CREATORS.CREATE_TIME, Rows.time(now))
                .onConflictDoNothing()
                .execute();
        int made = inside.insertInto(USERS)
                .set(USERS.USER_ID, Rows.uuid(user.id()))
                .set(USERS.NAME, user.name())
                .set(USERS.CREATOR_ID, user.creatorId())
                .set(USERS.CREATE_TIME, Rows.time(now))
                .onConflictDoNothing()
                .execute();
        if (made == 0) {
            inside.deleteFrom(CREATORS)
                    .where(CREATORS.CREATOR_ID.eq(user.creatorId()))
                    .and(DSL.notExists(DSL.selectOne().from(USERS).where(USERS.CREATOR_ID.eq(CREATORS.CREATOR_ID))))
                    .execute();
            return Optional.empty();
        }
        join(inside, user.creatorId(), user.id(), Role.CREATOR, now);
        return Optional.of(user);
    }

    @Override
    public Optional<User> findIdentity(String issuer, String subject) {
        return Scope.SYSTEM.call(() -> dsl.selectFrom(USERS)
                .where(USERS.ISSUER.eq(issuer))
                .and(USERS.SUBJECT.eq(subject))
                .fetchOptional(JooqAccessStore::user));
    }

    @Override
    public Optional<User> insertIdentity(User user, ForeignIdentity identity, Instant now) {
        return Scope.SYSTEM.call(() -> dsl.transactionResult(transaction -> {
            DSLContext inside = transaction.dsl();
            boolean known = inside.fetchExists(
                    USERS, USERS.ISSUER.eq(identity.issuer()).and(USERS.SUBJECT.eq(identity.subject())));
            Optional<User> made = known ? Optional.empty() : insertUser(inside, user, now);
            if (made.isPresent()) {
                inside.update(USERS)
                        .set(USERS.ISSUER, identity.issuer())
                        .set(USERS.SUBJECT, identity.subject())
                        .where(USERS.USER_ID.eq(Rows.uuid(user.id())))
                        .execute();
            }
            return made;
        }));
    }

    @Override
    public Optional<User> findUser(String userId) {
        return Scope.SYSTEM.call(() ->
                dsl.selectFrom(USERS).where(USERS.USER_ID.eq(Rows.uuid(userId))).fetchOptional(JooqAccessStore::user));
    }

    @Override
    public Optional<User> findUserNamed(String name) {
        return Scope.SYSTEM.call(
                () -> dsl.selectFrom(USERS).where(USERS.NAME.eq(name)).fetchOptional(JooqAccessStore::user));
    }

    @Override
    public void join(String creatorId, String userId, Role role, Instant now) {
        Scope.SYSTEM.run(() -> dsl.transaction(transaction -> {
            join(transaction.dsl(), creatorId, userId, role, now);
            JooqAuditStore.keep(transaction.dsl(), userId);
        }));
    }

    private static void join(DSLContext inside, String creatorId, String userId, Role role, Instant now) {
        inside.insertInto(MEMBERSHIPS)
                .set(MEMBERSHIPS.CREATOR_ID, creatorId)
                .set(MEMBERSHIPS.USER_ID, Rows.uuid(userId))
                .set(MEMBERSHIPS.ROLE, role.name())
                .set(MEMBERSHIPS.CREATE_TIME, Rows.time(now))
                .onConflict(MEMBERSHIPS.CREATOR_ID, MEMBERSHIPS.USER_ID)
                .doUpdate()
                .set(MEMBERSHIPS.ROLE, role.name())
                .execute();
    }

    @Override
    public boolean leave(String creatorId, String userId, Instant now) {
        return Scope.SYSTEM.call(() -> dsl.transactionResult(transaction -> {
            transaction
                    .dsl()
                    .update(API_TOKENS)
                    .set(API_TOKENS.REVOKE_TIME, DSL.coalesce(API_TOKENS.REVOKE_TIME, Rows.time(now)))
                    .where(API_TOKENS.CREATOR_ID.eq(creatorId))
                    .and(API_TOKENS.USER_ID.eq(Rows.uuid(userId)))
                    .execute();
            boolean left = transaction
                            .dsl()
                            .deleteFrom(MEMBERSHIPS)
                            .where(MEMBERSHIPS.CREATOR_ID.eq(creatorId))
                            .and(MEMBERSHIPS.USER_ID.eq(Rows.uuid(userId)))
                            .execute()
                    == 1;
            if (left) {
                JooqAuditStore.keep(transaction.dsl(), userId);
            }
            return left;
        }));
    }

    @Override
    public List<Member> members(String creatorId) {
        return Scope.SYSTEM.call(() -> dsl.select()
                .from(MEMBERSHIPS)
                .join(USERS)
                .on(USERS.USER_ID.eq(MEMBERSHIPS.USER_ID))
                .where(MEMBERSHIPS.CREATOR_ID.eq(creatorId))
                .orderBy(USERS.NAME)
                .fetch(row -> new Member(user(row), Role.valueOf(row.get(MEMBERSHIPS.ROLE)))));
    }

    @Override
    public Optional<Role> role(String creatorId, String userId) {
        return Scope.SYSTEM.call(() -> dsl.select(MEMBERSHIPS.ROLE)
                .from(MEMBERSHIPS)
                .where(MEMBERSHIPS.CREATOR_ID.eq(creatorId))
                .and(MEMBERSHIPS.USER_ID.eq(Rows.uuid(userId)))
                .fetchOptional(row -> Role.valueOf(row.value1())));
    }

    @Override
    public Optional<Resource.Owner> owner(Resource resource) {
        return switch (resource.kind()) {
            case PROJECT -> owner(PROJECTS, PROJECTS.PROJECT_ID, PROJECTS.CREATOR_ID, NO_JOB, resource);
            case JOB -> owner(JOBS, JOBS.JOB_ID, JOBS.CREATOR_ID, JOBS.JOB_ID, resource);
            case MEDIA -> owner(MEDIA, MEDIA.MEDIA_ID, MEDIA.CREATOR_ID, MEDIA.JOB_ID, resource);
            case GENERATION, SESSION ->
                owner(GENERATIONS, GENERATIONS.GENERATION_ID, GENERATIONS.CREATOR_ID, GENERATIONS.JOB_ID, resource);
            case RENDER -> owner(RENDERS, RENDERS.RENDER_ID, RENDERS.CREATOR_ID, RENDERS.JOB_ID, resource);
            case STYLE_PROFILE ->
                owner(STYLE_PROFILES, STYLE_PROFILES.STYLE_PROFILE_ID, STYLE_PROFILES.CREATOR_ID, NO_JOB, resource);
            case ANALYSIS -> owner(ANALYSES, ANALYSES.ANALYSIS_ID, ANALYSES.CREATOR_ID, NO_JOB, resource);
            case COMMENT -> owner(COMMENTS, COMMENTS.COMMENT_ID, COMMENTS.CREATOR_ID, COMMENTS.JOB_ID, resource);
            case PREVIEW -> owner(PREVIEWS, PREVIEWS.PREVIEW_ID, PREVIEWS.CREATOR_ID, NO_JOB, resource);
        };
    }

    private Optional<Resource.Owner> owner(
            Table<?> table, Field<UUID> id, Field<String> creator, Field<UUID> job, Resource resource) {
        return Scope.SYSTEM.call(() -> dsl.select(creator, job)
                .from(table)
                .where(id.eq(Rows.uuid(resource.id())))
                .fetchOptional(row -> new Resource.Owner(row.value1(), Rows.textOrNull(row.value2()))));
    }

    private static User user(Record row) {
        return new User(row.get(USERS.USER_ID).toString(), row.get(USERS.NAME), row.get(USERS.CREATOR_ID));
    }

    private static Token token(Record row) {
        Role most = Role.valueOf(row.get(API_TOKENS.ROLE));
        Role held = Role.valueOf(row.get(MEMBERSHIPS.ROLE));
        Role role = held.covers(most) ? most : held;
        String name = role == Role.GUEST ? "guest of " + row.get(USERS.NAME) : row.get(USERS.NAME);
        return new Token(
                row.get(API_TOKENS.TOKEN_ID),
                row.get(API_TOKENS.SECRET_SHA256),
                new Principal(
                        row.get(API_TOKENS.USER_ID).toString(),
                        name,
                        row.get(API_TOKENS.CREATOR_ID),
                        role,
                        Rows.textOrNull(row.get(API_TOKENS.JOB_ID)),
                        row.get(API_TOKENS.TOKEN_ID)),
                row.get(API_TOKENS.LABEL),
                Rows.instant(row.get(API_TOKENS.CREATE_TIME)),
                instantOrNull(row.get(API_TOKENS.EXPIRE_TIME)),
                instantOrNull(row.get(API_TOKENS.REVOKE_TIME)),
                instantOrNull(row.get(API_TOKENS.LAST_USE_TIME)));
    }

    private static @Nullable Instant instantOrNull(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime timeOrNull(@Nullable Instant time) {
        return time == null ? null : Rows.time(time);
    }
}
