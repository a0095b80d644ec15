// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import com.linecorp.armeria.server.healthcheck.SettableHealthChecker;
import dev.rushes.server.access.Scope;
import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.blob.LocalBlobs;
import dev.rushes.server.blob.S3Blobs;
import dev.rushes.server.id.Ids;
import dev.rushes.server.link.ContentLinks;
import dev.rushes.server.link.LinkKeys;
import dev.rushes.server.media.Uploads;
import dev.rushes.server.ops.Traces;
import dev.rushes.server.store.Database;
import dev.rushes.server.store.JooqBacklog;
import dev.rushes.server.store.Notices;
import dev.rushes.server.store.Stores;
import dev.rushes.server.task.DbTaskQueue;
import dev.rushes.server.task.TaskQueue;
import dev.rushes.server.watch.ChangeHub;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only wiring of the server process: starts the parts in order, stops them in reverse. Start and close act once. */
public final class RushesServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RushesServer.class);
    /** How long a start waits for a worker before it goes on without one. */
    private static final Duration WORKER_WAIT = Duration.ofSeconds(20);

    /** Pieces of work of each kind under way at once; analyses wait for a worker's slot, generations mostly for analyses. */
    private static final Map<TaskQueue.Kind, Integer> THREADS = Map.of(
            TaskQueue.Kind.ANALYSIS, 32,
            TaskQueue.Kind.GENERATION, 64,
            TaskQueue.Kind.RENDER, 8,
            TaskQueue.Kind.PREVIEW, 1);

    private final ServerConfig config;
    private final Closer closer = new Closer();
    /** Whole milliseconds: finer ones would only clutter the documents people read. */
    private final InstantSource clock = InstantSource.tick(InstantSource.system(), Duration.ofMillis(1));

    private final SecureRandom chance = new SecureRandom();
    private final Ids ids = new Ids(clock, chance);
    private final ChangeHub hub = new ChangeHub();
    private Optional<OwnedPostgres> postgres = Optional.empty();
    private Optional<FrontDoor> door = Optional.empty();
    private volatile boolean databaseLost;

    RushesServer(ServerConfig config) {
        this.config = config;
    }

    /** Starts a server; returns when it is ready, or closes everything and throws. */
    public static RushesServer start(ServerConfig config) throws IOException, InterruptedException {
        return new RushesServer(config).start();
    }

    /** Returns when it is ready, or closes everything and throws; a CancellationException when it was closed meanwhile. */
    synchronized RushesServer start() throws IOException, InterruptedException {
        try {
            open();
            return this;
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open() throws IOException, InterruptedException {
        ReadyFile ready = closer.add("data folder", ReadyFile.take(config.dataDir()));
        BlobStore blobs = openBlobs();
        Optional<OwnedPostgres.Starting> starting = startPostgres();
        // PostgreSQL, the worker's process and this one start together; the worker is closed after everything that
        // calls it.
        WorkerLink link = closer.add("worker", WorkerLink.open(config));
        Database.Address address = databaseAddress(starting);
        Database database =
                closer.add("database", Database.open(address, config.storage().databaseConnections()));
        closer.add("notices", Notices.open(address, hub));
        Stores stores = Stores.of(database);
        DbTaskQueue queue = closer.add(
                "tasks", new DbTaskQueue(database.source(), config.instance(), THREADS, ids, database.clock()));
        Features features = Features.of(
                new Features.Ground(stores, blobs, link.workers(), queue, hub, new Features.Clock(clock, ids)),
                config.storage());
        Scope.SYSTEM.run(() -> releaseTasks(stores));
        queue.start(features.handlers());
        Uploads uploads = new Uploads(
                new Uploads.Ground(stores.uploads(), blobs, features.media()),
                config.instance(),
                Uploads.Timing.DEFAULT,
                clock);
        Scope.SYSTEM.run(uploads::releaseOwn);
        FrontDoor.People people = FrontDoor.People.open(config, stores, blobs, new Features.Clock(clock, ids), chance);
        LinkKeys keys = LinkKeys.open(config.dataDir().resolve("keys"), chance, clock);
        SettableHealthChecker health = new SettableHealthChecker(false);
        SettableHealthChecker answering = new SettableHealthChecker(true);
        database.onAnswering(answering::setHealthy);
        Operations operations =
                closer.add("operations", Operations.open(config, new JooqBacklog(database), answering, link.workers()));
        FrontDoor opened = closer.add(
                "http",
                FrontDoor.open(
                        config,
                        features,
                        new FrontDoor.Bytes(blobs, uploads, new ContentLinks(keys, clock)),
                        new FrontDoor.Ground(people, hub, ids, clock),
                        List.of(health, answering),
                        config.admin()
                                .traces()
                                .map(collector -> closer.add("traces", Traces.open(collector, config.instance())))));
        door = Optional.of(opened);
        operations.watch(opened.watches());
        link.awaitWorker(WORKER_WAIT, closer.stopping());
        features.sweep();
        closer.add("housekeeping", Housekeeping.start(features, keys, uploads, people.accounts()));
        health.setHealthy(true);
        operations.ready(true);
        ready.write(opened.port(), operations.port(), clock.instant());
        closer.add("readiness", () -> {
            health.setHealthy(false);
            operations.ready(false);
            ready.remove();
            pause();
        });
        LOG.info("ready on {}:{}", config.listen().host(), opened.port());
    }

    /** Balancers look every few seconds: until they have seen that this server is not ready, new calls come here and are answered. */
    private void pause() throws InterruptedException {
        Duration pause = config.admin().drainPause();
        LOG.info("not ready any more; stopping in {} s", pause.toSeconds());
        Thread.sleep(pause);
    }

    private void releaseTasks(Stores stores) {
        for (TaskQueue.Kind kind : TaskQueue.Kind.values()) {
            stores.taskRows().release(DbTaskQueue.pickerName(config.instance(), kind));
        }
    }

    private BlobStore openBlobs() {
        LocalBlobs local = new LocalBlobs(
                config.dataDir().resolve("media"), config.storage().freeSpaceFloorBytes());
        return config.bucket().isPresent()
                ? closer.add("bucket", S3Blobs.open(local, config.bucket().get()))
                : local;
    }

    private Optional<OwnedPostgres.Starting> startPostgres() {
        return config.database().isPresent()
                ? Optional.empty()
                : Optional.of(closer.add(
                        "postgresql", OwnedPostgres.start(config.dataDir().resolve("postgres"))));
    }

    private Database.Address databaseAddress(Optional<OwnedPostgres.Starting> starting)
            throws IOException, InterruptedException {
        if (starting.isEmpty()) {
            return config.database().orElseThrow();
        }
        OwnedPostgres owned = starting.get().join();
        postgres = Optional.of(owned);
        return owned.address();
    }

    /** Returns the port it listens on. */
    public int port() {
        return door.orElseThrow().port();
    }

    /** Calls {@code action} when the PostgreSQL owned by this server ended and cannot be started again. */
    public void onDatabaseLost(Runnable action) {
        postgres.ifPresent(owned -> owned.onLost(() -> {
            databaseLost = true;
            LOG.error("the server stops, because it has no database");
            action.run();
        }));
    }

    public boolean isDatabaseLost() {
        return databaseLost;
    }

    /** Drains and stops in reverse order of the start; one that is still starting goes no further, and this waits until it is gone. */
    @Override
    public void close() {
        closer.stopping().complete(null);
        synchronized (this) {
            closer.close();
        }
    }
}
