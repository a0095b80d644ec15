// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.healthcheck.HealthChecker;
import com.linecorp.armeria.server.healthcheck.SettableHealthChecker;
import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.blob.LocalBlobs;
import dev.rushes.server.blob.S3Blobs;
import dev.rushes.server.http.ContentService;
import dev.rushes.server.http.HttpFace;
import dev.rushes.server.http.UploadService;
import dev.rushes.server.id.Ids;
import dev.rushes.server.link.ContentLinks;
import dev.rushes.server.link.LinkKeys;
import dev.rushes.server.media.Uploads;
import dev.rushes.server.rpc.GrpcFace;
import dev.rushes.server.rpc.Services;
import dev.rushes.server.rpc.StatusMapper;
import dev.rushes.server.rpc.WatchStream;
import dev.rushes.server.store.Database;
import dev.rushes.server.store.Stores;
import dev.rushes.server.system.Installation;
import dev.rushes.server.task.DbTaskQueue;
import dev.rushes.server.task.TaskQueue;
import dev.rushes.server.task.Workers;
import dev.rushes.server.watch.ChangeHub;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only wiring of the server process: starts the parts in order, stops them in reverse. Start and close act once. */
public final class RushesServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RushesServer.class);
    /** How long a start waits for a worker before it goes on without one. */
    private static final Duration WORKER_WAIT = Duration.ofSeconds(20);

    private static final Duration STOP_LOOK = Duration.ofMillis(20);
    /** How often open work without a task is looked for. */
    private static final Duration SWEEP = Duration.ofSeconds(10);
    /** How long a key signs links; far above the life of a link, so that no good one ever loses its key. */
    private static final Duration LINK_KEY_AGE = Duration.ofDays(1);
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
    private Optional<Server> server = Optional.empty();
    private volatile boolean databaseLost;

    private RushesServer(ServerConfig config) {
        this.config = config;
    }

    /** Starts a server; returns when it is ready, or closes everything and throws. */
    public static RushesServer start(ServerConfig config) throws IOException, InterruptedException {
        RushesServer started = new RushesServer(config);
        try {
            started.open();
            return started;
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private void open() throws IOException, InterruptedException {
        ReadyFile ready = closer.add("data folder", ReadyFile.take(config.dataDir()));
        BlobStore blobs = openBlobs();
        // The worker's process starts while PostgreSQL does; it is closed after everything that calls it.
        WorkerLink link = closer.add("worker", WorkerLink.open(config));
        Database database = closer.add("database", openDatabase());
        Stores stores = Stores.of(database);
        DbTaskQueue queue = closer.add("tasks", new DbTaskQueue(database.source(), config.instance(), THREADS, clock));
        Features features = Features.of(
                new Features.Ground(stores, blobs, link.workers(), queue, hub, new Features.Clock(clock, ids)),
                config.storage());
        for (TaskQueue.Kind kind : TaskQueue.Kind.values()) {
            stores.taskRows().release(DbTaskQueue.pickerName(config.instance(), kind));
        }
        queue.start(features.handlers());
        Uploads uploads = new Uploads(
                new Uploads.Ground(stores.uploads(), blobs, features.media()),
                config.instance(),
                Uploads.Timing.DEFAULT,
                clock);
        uploads.releaseOwn();
        LinkKeys keys = LinkKeys.open(config.dataDir().resolve("keys"), chance, clock);
        SettableHealthChecker health = new SettableHealthChecker(false);
        Server listening = listen(
                features,
                new Bytes(blobs, uploads, new ContentLinks(keys, clock)),
                () -> health.isHealthy() && database.isAnswering());
        link.awaitWorker(WORKER_WAIT);
        features.sweep();
        keepHouse(features, keys, uploads);
        health.setHealthy(true);
        ready.write(listening.activeLocalPort(), clock.instant());
        closer.add("readiness", () -> {
            health.setHealthy(false);
            ready.remove();
        });
        LOG.info("ready on {}:{}", config.listen().host(), listening.activeLocalPort());
    }

    private BlobStore openBlobs() {
        LocalBlobs local = new LocalBlobs(
                config.dataDir().resolve("media"), config.storage().freeSpaceFloorBytes());
        return config.bucket().isPresent()
                ? closer.add("bucket", S3Blobs.open(local, config.bucket().get()))
                : local;
    }

    private Database openDatabase() throws IOException {
        Database.Address address;
        if (config.database().isPresent()) {
            address = config.database().get();
        } else {
            OwnedPostgres owned = closer.add(
                    "postgresql", OwnedPostgres.start(config.dataDir().resolve("postgres")));
            postgres = Optional.of(owned);
            address = owned.address();
        }
        return Database.open(address, config.storage().databaseConnections());
    }

    private Server listen(Features features, Bytes bytes, HealthChecker health) {
        BlobStore blobs = bytes.blobs();
        ContentLinks links = bytes.links();
        ExecutorService streams = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("watch-", 0).factory());
        StatusMapper statuses = new StatusMapper(ids);
        WatchStream watches = new WatchStream(hub, streams, clock, statuses, WatchStream.Limits.DEFAULT);
        Services services = Services.of(
                new Services.Features(
                        features.projects(),
                        features.media(),
                        features.previews(),
                        features.analyses(),
                        features.styles(),
                        new Services.Work(
                                features.work().timelines(),
                                features.work().edits(),
                                features.work().handOffs(),
                                features.work().generations(),
                                features.work().proposals(),
                                features.work().renders()),
                        installation(features.ground().workers())),
                new Services.Ground(features.work().requests(), watches, hub, links, ids, clock));
        ServerConfig.Listen where = config.listen();
        Server built = HttpFace.server(
                new HttpFace.Binding(where.host(), where.port(), where.dev(), where.allowedOrigins()),
                new HttpFace.Parts(
                        GrpcFace.service(services, statuses, where.dev()),
                        GrpcFace.deadlines(services),
                        new UploadService(features.media(), bytes.uploads(), ids),
                        new HttpFace.Contents(
                                new ContentService((id, name) -> features.mediaContent(id), blobs, links, ids),
                                new ContentService((id, name) -> features.renderContent(id), blobs, links, ids),
                                new ContentService(features::previewContent, blobs, links, ids)),
                        health));
        closer.add("http", () -> stopListening(built));
        closer.add("streams", streams::shutdownNow);
        built.start().join();
        server = Optional.of(built);
        return built;
    }

    /** Waits for open connections, not for Netty's threads: they would stay for two quiet seconds more. */
    private static void stopListening(Server server) throws InterruptedException, ExecutionException {
        CompletableFuture<Void> stopped = server.stop();
        while (server.numConnections() > 0) {
            try {
                stopped.get(STOP_LOOK.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                LOG.debug("{} connections are still open", server.numConnections());
            }
        }
    }

    private Installation installation(Workers workers) {
        String version = RushesServer.class.getPackage().getImplementationVersion();
        String where = config.database().map(Database.Address::toString).orElse("owned by this server");
        return new Installation(
                version == null ? "0.1.0-SNAPSHOT" : version,
                List.of(new Workers.Capability("postgresql", "AVAILABLE", where, "server")),
                workers);
    }

    private void keepHouse(Features features, LinkKeys keys, Uploads uploads) {
        ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("sweep").factory());
        closer.add("sweep", sweeper::shutdownNow);
        long seconds = SWEEP.toSeconds();
        sweeper.scheduleWithFixedDelay(guarded(features::sweep), seconds, seconds, TimeUnit.SECONDS);
        sweeper.scheduleWithFixedDelay(guarded(uploads::removeAbandoned), 1, 60, TimeUnit.MINUTES);
        sweeper.scheduleWithFixedDelay(guarded(() -> keys.rotateAfter(LINK_KEY_AGE)), 1, 60, TimeUnit.MINUTES);
        sweeper.scheduleWithFixedDelay(guarded(features.work().requests()::forgetOld), 1, 24 * 60, TimeUnit.MINUTES);
    }

    /** What is served and received, and the links to it. */
    private record Bytes(BlobStore blobs, Uploads uploads, ContentLinks links) {}

    /** Something done now and then. */
    @FunctionalInterface
    private interface Chore {
        void run() throws IOException;
    }

    private static Runnable guarded(Chore work) {
        return () -> {
            try {
                work.run();
            } catch (IOException | RuntimeException e) {
                LOG.warn("housekeeping failed; it is tried again", e);
            }
        };
    }

    /** Returns the port it listens on. */
    public int port() {
        return server.orElseThrow().activeLocalPort();
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

    /** Drains and stops in reverse order of the start. */
    @Override
    public void close() {
        closer.close();
    }
}
