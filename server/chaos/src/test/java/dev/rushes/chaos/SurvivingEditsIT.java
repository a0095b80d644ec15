// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * P-4, P-6, P-7: people edit while server and database are killed again and again. Nothing acknowledged is lost, nothing sent
 * twice is made twice, no edit is made on a timeline its author had not seen.
 */
@Tag("promise")
@ExtendWith(OnScene.class)
class SurvivingEditsIT {
    private static final Logger LOG = LoggerFactory.getLogger(SurvivingEditsIT.class);
    /** A timeline carries every edit ever made of it, so that many short ones are edited faster than a few long ones. */
    private static final int JOBS = 32;
    /** People on the first job, who run into each other; the other jobs have one each. */
    private static final int CROWD = 3;
    /** Most slips there and back of one request: many, so that each flush of the log makes many edits durable. */
    private static final int MANY = 48;

    private static final String TWINS =
            "twins start a server each; what they prove does not change from build to build";

    /** What is killed. A server gives up after five ends of its database within a minute, so every fifth kill is of the server too. */
    private enum Victim {
        DATABASE,
        BOTH,
        SERVER,
        DATABASE_THEN_SERVER;

        static Victim of(int cycle) {
            return cycle % 5 < 4 ? DATABASE : values()[1 + cycle / 5 % 3];
        }
    }

    private final Fleet fleet = new Fleet();

    @Test
    void acknowledgedEditsOutliveKillsOfServerAndDatabase(Scene scene) throws Exception {
        int cycles = Tier.count(40, 1_000, 5_000);
        int editsPerCycle = 3_750;
        ServerChild server = open(scene);
        StandInWorker worker = worker(scene);
        for (int cycle = 0; cycle < cycles; cycle++) {
            // What is made while somebody is away counts too.
            fleet.awaitEdits(
                    Math.max(500, (cycle + 1L) * editsPerCycle - fleet.oracle().edits()));
            Victim victim = Victim.of(cycle);
            server = kill(scene, server, worker, victim);
            fleet.compareLogs();
            assertThat(fleet.oracle().violations())
                    .as("cycle %s, %s killed", cycle, victim)
                    .isEmpty();
        }
        fleet.finish();

        EditOracle oracle = fleet.oracle();
        LOG.info(
                "P-4/6/7: {} cycles, {} edits acknowledged in {} requests, {} repeats, {} stale",
                cycles,
                oracle.edits(),
                oracle.requests(),
                oracle.repeats(),
                oracle.stale());
        assertThat(oracle.violations()).isEmpty();
        assertThat(oracle.edits()).isGreaterThanOrEqualTo((long) cycles * editsPerCycle);
        assertThat(oracle.repeats()).isGreaterThan(oracle.requests() * 15 / 100);
        assertThat(oracle.stale()).as("requests on a stale revision").isGreaterThan(cycles);
    }

    /** Mutation twin of P-4: without the flush before the acknowledgement the oracle must see losses. */
    @Test
    void twinWithoutFlushLosesEdits(Scene scene) throws Exception {
        Tier.onlyLonger(TWINS);
        ServerChild server = open(scene);
        server.database()
                .execute(
                        "alter role rushes set synchronous_commit = off",
                        "alter system set wal_writer_delay = '10s'",
                        // 0 would have each commit wake the writer; killing processes loses only what no write call has
                        // seen.
                        "alter system set wal_writer_flush_after = '1GB'",
                        "alter system set wal_buffers = '64MB'");
        // Sessions and the log writer take the settings when they begin.
        server.database().kill();
        for (int cycle = 0; cycle < 4 && fleet.oracle().violations().isEmpty(); cycle++) {
            fleet.awaitEdits(500);
            server.database().kill();
            fleet.awaitEdits(1);
            fleet.compareLogs();
        }

        assertThat(fleet.oracle().violations()).as("losses seen by the oracle").isNotEmpty();
    }

    /** Mutation twin of P-6: without the constraint on request ids the oracle must see edits made twice. */
    @Test
    void twinWithoutUniqueRequestsRepeatsEdits(Scene scene) throws Exception {
        Tier.onlyLonger(TWINS);
        ServerChild server = open(scene);
        server.database().execute("alter table edits drop constraint edits_request_unique");
        fleet.awaitEdits(3_000);
        fleet.finish();

        assertThat(fleet.oracle().violations())
                .as("double effects seen by the oracle")
                .anyMatch(violation -> violation.contains("was answered with revision"));
    }

    /** Self-check of the oracle for P-4: a log that silently drops one edit in two hundred is found out. */
    @Test
    void twinWhoseTableForgetsIsFoundOut(Scene scene) throws Exception {
        Tier.onlyLonger(TWINS);
        ServerChild server = open(scene);
        server.database()
                .execute(
                        "create function forget() returns trigger language plpgsql as "
                                + "$$ begin return case when new.revision % 200 = 0 then null else new end; end $$",
                        "create trigger forgets before insert on edits for each row execute function forget()");
        fleet.awaitEdits(2_000);
        fleet.compareLogs();

        assertThat(fleet.oracle().violations()).isNotEmpty();
    }

    private ServerChild open(Scene scene) throws Exception {
        scene.own(fleet);
        ServerChild server = launch(scene, worker(scene));
        List<String> jobs = fleet.cuts(server.connect(), JOBS);
        fleet.start(scene, jobs.subList(0, 1), CROWD, MANY);
        fleet.start(scene, jobs.subList(1, JOBS), 1, MANY);
        return server;
    }

    private @org.jspecify.annotations.Nullable StandInWorker worker;

    private StandInWorker worker(Scene scene) throws IOException {
        StandInWorker known = worker;
        if (known == null) {
            known = scene.own(StandInWorker.quick());
            worker = known;
        }
        return known;
    }

    private static ServerChild launch(Scene scene, StandInWorker worker) throws IOException {
        return ServerChild.start(scene, "data", worker.address());
    }

    private ServerChild kill(Scene scene, ServerChild server, StandInWorker worker, Victim victim) throws Exception {
        Database database = server.database();
        if (victim == Victim.DATABASE) {
            database.kill();
            fleet.awaitEdits(1);
            return server;
        }
        if (victim == Victim.DATABASE_THEN_SERVER) {
            database.kill();
        }
        if (victim == Victim.BOTH) {
            List<Long> all = new ArrayList<>(database.pids());
            all.add(server.child().pid());
            Child.signal("KILL", all);
        }
        server.child().kill();
        scene.disown(server);
        ServerChild next = launch(scene, worker);
        fleet.moveTo(next.connect());
        return next;
    }
}
