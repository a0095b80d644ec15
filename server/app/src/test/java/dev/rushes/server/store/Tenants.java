// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import static dev.rushes.db.Tables.CREATORS;

import dev.rushes.server.access.Scope;
import dev.rushes.testkit.sample.Samples;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Creators, and threads that work for the one a test works for. */
final class Tenants {
    private Tenants() {}

    static void add(Database database, String creatorId) {
        Scope.SYSTEM.run(() -> database.dsl()
                .insertInto(CREATORS)
                .set(CREATORS.CREATOR_ID, creatorId)
                .set(CREATORS.DISPLAY_NAME, creatorId)
                .set(CREATORS.CREATE_TIME, Rows.time(Samples.NOW))
                .onConflictDoNothing()
                .execute());
    }

    /** This many threads, in the scope of whoever hands work over. */
    static ExecutorService threads(int most) {
        return Executors.newFixedThreadPool(most, work -> Thread.ofPlatform().unstarted(Scope.carry(work)));
    }

    /** One virtual thread for each piece of work, in the scope of whoever hands it over. */
    static ExecutorService threads() {
        return Executors.newThreadPerTaskExecutor(work -> Thread.ofVirtual().unstarted(Scope.carry(work)));
    }
}
