// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.ANALYSES;
import static dev.rushes.db.Tables.SCHEDULED_TASKS;

import dev.rushes.server.access.Scope;
import dev.rushes.server.ops.Meters;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** What waits in the database, for the metrics. Thread-safe. */
public final class JooqBacklog {
    private final DSLContext dsl;

    public JooqBacklog(Database database) {
        this.dsl = database.dsl();
    }

    /** Reads it now. */
    public Meters.Backlog read() {
        return Scope.SYSTEM.call(this::readNow);
    }

    private Meters.Backlog readNow() {
        Field<Double> age =
                DSL.field("extract(epoch from now() - min({0}))::float8", Double.class, SCHEDULED_TASKS.EXECUTION_TIME);
        Map<String, Double> oldest = dsl.select(SCHEDULED_TASKS.TASK_NAME, age)
                .from(SCHEDULED_TASKS)
                .where(SCHEDULED_TASKS.PICKED.isFalse())
                .and(SCHEDULED_TASKS.EXECUTION_TIME.le(DSL.currentOffsetDateTime()))
                .groupBy(SCHEDULED_TASKS.TASK_NAME)
                .fetchMap(SCHEDULED_TASKS.TASK_NAME, age);
        return new Meters.Backlog(oldest, dsl.fetchCount(ANALYSES, ANALYSES.STATE.eq("FAILED")));
    }
}
