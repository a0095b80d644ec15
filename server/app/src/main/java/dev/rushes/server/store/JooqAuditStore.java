// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.AUDIT_EVENTS;
import static dev.rushes.db.Tables.AUDIT_HEADS;

import dev.rushes.server.access.AccessStore;
import dev.rushes.server.access.Principal;
import dev.rushes.server.access.Scope;
import dev.rushes.server.audit.AuditEvent;
import dev.rushes.server.audit.AuditLog;
import dev.rushes.server.audit.AuditStore;
import dev.rushes.server.audit.Receipt;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The audit log in PostgreSQL, where only appending is granted. */
public final class JooqAuditStore implements AuditStore {
    private final DSLContext dsl;

    public JooqAuditStore(Database database) {
        this.dsl = database.dsl();
    }

    @Override
    public void append(String creatorId, AuditEvent.Call call) {
        Scope.SYSTEM.run(() -> dsl.transaction(transaction -> append(transaction.dsl(), creatorId, call)));
    }

    /** Appends the event of the call under way in the transaction of its effect, as its last statement; {@code made} is what it acted on. */
    static void keep(DSLContext inside, String made) {
        Receipt.current().flatMap(receipt -> receipt.done(made, null)).ifPresent(line -> keep(inside, line));
    }

    /** The same for a call that made a token, whose holder stands for a caller who was nobody before. */
    static void keep(DSLContext inside, AccessStore.Token made) {
        Principal holder = made.principal();
        Receipt.Party party =
                new Receipt.Party(holder.creatorId(), new AuditLog.Who(holder.userId(), holder.tokenId()));
        Receipt.current().flatMap(receipt -> receipt.done(made.id(), party)).ifPresent(line -> keep(inside, line));
    }

    private static void keep(DSLContext inside, Receipt.Line line) {
        // Only this role may append; the transaction's end takes it back.
        inside.execute("set local role rushes_system");
        append(inside, line.creatorId(), line.call());
    }

    private static void append(DSLContext inside, String creatorId, AuditEvent.Call call) {
        inside.insertInto(AUDIT_HEADS)
                .set(AUDIT_HEADS.CREATOR_ID, creatorId)
                .set(AUDIT_HEADS.SEQUENCE, 0L)
                .set(AUDIT_HEADS.HASH, AuditEvent.BEGINNING)
                .onConflictDoNothing()
                .execute();
        Head head = inside.selectFrom(AUDIT_HEADS)
                .where(AUDIT_HEADS.CREATOR_ID.eq(creatorId))
                .forUpdate()
                .fetchSingle(JooqAuditStore::head);
        long sequence = head.sequence() + 1;
        byte[] hash = AuditEvent.hash(head.hash(), creatorId, sequence, call);
        inside.insertInto(AUDIT_EVENTS)
                .set(AUDIT_EVENTS.CREATOR_ID, creatorId)
                .set(AUDIT_EVENTS.SEQUENCE, sequence)
                .set(AUDIT_EVENTS.EVENT_TIME, Rows.time(call.at()))
                .set(AUDIT_EVENTS.USER_ID, call.userId())
                .set(AUDIT_EVENTS.TOKEN_ID, call.tokenId())
                .set(AUDIT_EVENTS.METHOD, call.method())
                .set(AUDIT_EVENTS.SUBJECT, call.subject())
                .set(AUDIT_EVENTS.OUTCOME, call.outcome())
                .set(AUDIT_EVENTS.HASH, hash)
                .execute();
        inside.update(AUDIT_HEADS)
                .set(AUDIT_HEADS.SEQUENCE, sequence)
                .set(AUDIT_HEADS.HASH, hash)
                .where(AUDIT_HEADS.CREATOR_ID.eq(creatorId))
                .execute();
    }

    @Override
    public List<AuditEvent> before(long sequence, int most) {
        return dsl.selectFrom(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.SEQUENCE.lt(sequence))
                .orderBy(AUDIT_EVENTS.SEQUENCE.desc())
                .limit(most)
                .fetch(JooqAuditStore::event);
    }

    @Override
    public List<AuditEvent> after(long sequence, int most) {
        return dsl.selectFrom(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.SEQUENCE.gt(sequence))
                .orderBy(AUDIT_EVENTS.SEQUENCE)
                .limit(most)
                .fetch(JooqAuditStore::event);
    }

    @Override
    public Optional<Head> head() {
        return dsl.selectFrom(AUDIT_HEADS).fetchOptional(JooqAuditStore::head);
    }

    private static Head head(Record row) {
        return new Head(row.get(AUDIT_HEADS.SEQUENCE), row.get(AUDIT_HEADS.HASH));
    }

    private static AuditEvent event(Record row) {
        return new AuditEvent(
                row.get(AUDIT_EVENTS.SEQUENCE),
                new AuditEvent.Call(
                        Rows.instant(row.get(AUDIT_EVENTS.EVENT_TIME)),
                        row.get(AUDIT_EVENTS.USER_ID),
                        row.get(AUDIT_EVENTS.TOKEN_ID),
                        row.get(AUDIT_EVENTS.METHOD),
                        row.get(AUDIT_EVENTS.SUBJECT),
                        row.get(AUDIT_EVENTS.OUTCOME)),
                row.get(AUDIT_EVENTS.HASH));
    }
}
