// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/** What servers of schema 20 and later do all the time, one reader and one writer who wait two seconds for a lock and no longer. */
final class UpgradeTraffic implements AutoCloseable {
    /** The tables that get rows or lose them meanwhile. */
    static final Set<String> WRITTEN = Set.of(
            "edits",
            "timeline_snapshots",
            "media",
            "analyses",
            "generations",
            "scheduled_tasks",
            "audit_events",
            "audit_heads");

    private static final long PAUSE_NANOS = 2_000_000;

    private static final List<String> READS = List.of(
            "select edit from edits where job_id = (select job_id from jobs limit 1) order by revision desc limit 50",
            "select media_id from media where job_id = (select job_id from jobs limit 1) order by media_id",
            "select result from analyses where sha256 = (select sha256 from media limit 1)",
            "select state from generations where job_id = (select job_id from jobs limit 1)",
            "select display_name from projects order by project_id desc limit 50");

    private static final List<String> WRITES = List.of(
            "insert into edits (job_id, revision, step, author, auto_lock, edit, request_index, create_time)"
                    + " select job_id, 1000000 + ?, 1000000 + ?, 'bob', true, '{\"type\": \"slip\"}', 0, now() from jobs limit 1",
            "insert into media (media_id, job_id, kind, file_name, size_bytes, sha256, state, create_time)"
                    + " select gen_random_uuid(), job_id, 'CLIP', 'late ' || ?, ?, repeat('0', 64), 'ACTIVE', now() from jobs limit 1",
            "update analyses set attempt = ?, failures = ? % 3 where analysis_id = (select analysis_id from analyses limit 1)",
            "insert into generations (generation_id, job_id, seed, state, attempt, failures, progress, timeline_revision, rejected_clips,"
                    + " revision, create_time, update_time) select gen_random_uuid(), job_id, ?, 'SUCCEEDED', 1, ?, '{}', 0, '[]', 1, now(),"
                    + " now() from jobs limit 1",
            "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                    + " values ('late', ?::text, now(), false, ?)");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Seen>> people = new ArrayList<>();
    private volatile boolean stopped;

    /** What somebody saw. */
    record Seen(int statements, long slowestMillis, List<String> failures) {}

    static UpgradeTraffic start(Database.Address address) throws SQLException {
        UpgradeTraffic traffic = new UpgradeTraffic();
        for (List<String> statements : List.of(READS, WRITES)) {
            Connection line = line(address);
            traffic.people.add(traffic.threads.submit(() -> traffic.repeat(line, statements)));
        }
        return traffic;
    }

    private static Connection line(Database.Address address) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.jdbcUrl());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setOptions("-c lock_timeout=2000");
        Connection line = source.getConnection();
        try (Statement be = line.createStatement()) {
            be.execute("set rushes.creator = 'local'; set role rushes_system");
        }
        return line;
    }

    private Seen repeat(Connection line, List<String> statements) throws SQLException {
        List<String> failures = new ArrayList<>();
        long slowest = 0;
        int made = 0;
        try (line) {
            while (!stopped) {
                String sql = statements.get(made % statements.size());
                long begin = System.nanoTime();
                try (PreparedStatement statement = line.prepareStatement(sql)) {
                    for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
                        statement.setInt(i, made + 1);
                    }
                    statement.execute();
                } catch (SQLException e) {
                    failures.add(e.getMessage() + " in " + sql);
                }
                slowest = Math.max(slowest, System.nanoTime() - begin);
                made++;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return new Seen(made, slowest / 1_000_000, failures);
    }

    /** Ends the work and returns what was seen. */
    Seen stop() throws InterruptedException, ExecutionException {
        stopped = true;
        int statements = 0;
        long slowest = 0;
        List<String> failures = new ArrayList<>();
        for (Future<Seen> person : people) {
            Seen seen = person.get();
            statements += seen.statements();
            slowest = Math.max(slowest, seen.slowestMillis());
            failures.addAll(seen.failures());
        }
        return new Seen(statements, slowest, failures);
    }

    @Override
    public void close() {
        stopped = true;
        threads.close();
    }
}
