// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.SCHEDULED_TASKS;

import org.jooq.DSLContext;

/** The task table of db-scheduler, where the library offers no call for what is needed. */
public final class JooqTaskRows {
    private final DSLContext dsl;

    public JooqTaskRows(Database database) {
        this.dsl = database.dsl();
    }

    /**
     * Releases what the scheduler called {@code name} had picked when it was killed, so that it runs at once and not after the dead
     * are noticed. Call it before that scheduler starts, and only where no other process can use the name.
     */
    public int release(String name) {
        return dsl.update(SCHEDULED_TASKS)
                .set(SCHEDULED_TASKS.PICKED, false)
                .setNull(SCHEDULED_TASKS.PICKED_BY)
                .setNull(SCHEDULED_TASKS.LAST_HEARTBEAT)
                .set(SCHEDULED_TASKS.VERSION, SCHEDULED_TASKS.VERSION.plus(1))
                .where(SCHEDULED_TASKS.PICKED.isTrue())
                .and(SCHEDULED_TASKS.PICKED_BY.eq(name))
                .execute();
    }
}
