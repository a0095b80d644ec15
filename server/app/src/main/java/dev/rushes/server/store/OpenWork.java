// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import dev.rushes.server.access.Scope;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.task.WorkState;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Holds how much open work of one kind a creator has at once; exact, however many come at the same time (P-27). */
final class OpenWork {

    private OpenWork() {}

    /**
     * Throws when a creator has as much open work as may be; until the transaction ends nobody else of theirs passes here.
     *
     * @param what the work in words, for example "cuts being made"
     */
    static void requireRoom(DSLContext inside, Table<?> table, Field<String> state, int most, String what) {
        inside.execute(
                "select pg_advisory_xact_lock(hashtextextended({0}, 0))",
                DSL.val(table.getName() + " of " + Scope.creatorId()));
        int open = inside.fetchCount(table, state.in(WorkState.PENDING.name(), WorkState.RUNNING.name()));
        if (open >= most) {
            throw new Fault.Exhausted(
                    Reason.LIMIT_EXCEEDED,
                    "there are " + open + " " + what
                            + ", the most one creator may have at once; wait for one, cancel one,"
                            + " or raise RUSHES_MAX_OPEN_WORK",
                    Map.of("limit", "open_" + table.getName(), "value", Integer.toString(most)));
        }
    }
}
