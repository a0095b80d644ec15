// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerMetrics;
import com.linecorp.armeria.server.healthcheck.HealthChecker;
import dev.rushes.server.access.AccessStore;
import dev.rushes.server.access.Accounts;
import dev.rushes.server.access.AnonymousSessions;
import dev.rushes.server.access.ForeignTokens;
import dev.rushes.server.access.Gate;
import dev.rushes.server.access.OidcTokens;
import dev.rushes.server.access.Pairings;
import dev.rushes.server.access.Scope;
import dev.rushes.server.audit.AuditLog;
import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.erasure.Erasures;
import dev.rushes.server.erasure.Ledger;
import dev.rushes.server.http.ConnectionAge;
import dev.rushes.server.http.ContentService;
import dev.rushes.server.http.HttpFace;
import dev.rushes.server.http.UploadService;
import dev.rushes.server.id.Ids;
import dev.rushes.server.link.ContentLinks;
import dev.rushes.server.media.Uploads;
import dev.rushes.server.ops.Traces;
import dev.rushes.server.rpc.DocExamples;
import dev.rushes.server.rpc.GrpcFace;
import dev.rushes.server.rpc.Services;
import dev.rushes.server.rpc.StatusMapper;
import dev.rushes.server.rpc.WatchEvents;
import dev.rushes.server.rpc.WatchStream;
import dev.rushes.server.store.Database;
import dev.rushes.server.store.Stores;
import dev.rushes.server.system.Installation;
import dev.rushes.server.task.Workers;
import dev.rushes.server.watch.ChangeHub;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is reached through the server's port, wired together; part of {@link RushesServer}. */
final class FrontDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final Duration STOP_LOOK = Duration.ofMillis(20);

    private final Server server;
    private final ExecutorService streams;
    private final WatchStream watches;
    private final ConnectionAge connections;

    private FrontDoor(Server server, ExecutorService streams, WatchStream watches, ConnectionAge connections) {
        this.server = server;
        this.streams = streams;
        this.watches = watches;
        this.connections = connections;
    }

    /** What is served and received, and the links to it. */
    record Bytes(BlobStore blobs, Uploads uploads, ContentLinks links) {}

    /** What every service stands on. */
    record Ground(People people, ChangeHub hub, Ids ids, InstantSource clock) {}

    /** Who may come in. */
    record People(Gate gate, Services.People accounts) {
        /** Makes sure that the person at this machine gets in, and begins again what a restored backup brought back. */
        static People open(
                ServerConfig config, Stores stores, BlobStore blobs, Features.Clock clock, SecureRandom chance)
                throws IOException {
            AccessStore access = stores.access();
            Optional<ForeignTokens> foreign = config.people()
                    .oidc()
                    .map(issuer -> new ForeignTokens(access, new OidcTokens(issuer), clock.ids(), clock.now()));
            Gate gate = new Gate(access, foreign, clock.now());
            Accounts accounts = new Accounts(access, gate, clock.ids(), chance, clock.now());
            TokenFile.ensure(config.dataDir(), accounts, gate);
            Pairings pairings = new Pairings(
                    stores.people().pairings(),
                    access,
                    accounts,
                    new Pairings.Chance(clock.ids(), chance),
                    clock.now());
            Erasures erasures = new Erasures(
                    stores.people().erasures(),
                    new Ledger(config.dataDir().resolve("erased")),
                    new Erasures.Ground(blobs, gate, clock.ids()),
                    config.people().erasureSettle(),
                    clock.now());
            erasures.replay();
            AnonymousSessions anonymous =
                    new AnonymousSessions(access, accounts, config.people().anonymous(), clock.ids(), clock.now());
            AuditLog audit = new AuditLog(stores.people().audit(), clock.now());
            return new People(gate, new Services.People(accounts, pairings, anonymous, erasures, audit));
        }
    }

    /** Starts listening; {@code health} is all that must be well for {@code /readyz}. */
    static FrontDoor open(
            ServerConfig config,
            Features features,
            Bytes bytes,
            Ground ground,
            List<? extends HealthChecker> health,
            Optional<Traces> traces) {
        BlobStore blobs = bytes.blobs();
        ContentLinks links = bytes.links();
        People people = ground.people();
        Ids ids = ground.ids();
        InstantSource clock = ground.clock();
        ExecutorService streams = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("watch-", 0).factory());
        StatusMapper statuses = new StatusMapper(ids);
        WatchStream watches = new WatchStream(
                ground.hub(),
                streams,
                clock,
                statuses,
                config.listen().streams(),
                () -> people.gate().requireStill(Scope.current()));
        Services services = Services.of(
                new Services.Features(
                        features.projects(),
                        people.accounts(),
                        features.media(),
                        features.previews(),
                        features.analyses(),
                        features.styles(),
                        new Services.Work(
                                features.work().timelines(),
                                features.work().edits(),
                                features.work().comments(),
                                features.work().repairs(),
                                features.work().framings(),
                                features.work().removals(),
                                features.work().handOffs(),
                                features.work().generations(),
                                features.work().proposals(),
                                features.work().renders(),
                                features.work().sessions()),
                        installation(config, features.ground().workers())),
                new Services.Ground(features.work().requests(), watches, ground.hub(), links, ids, clock));
        ServerConfig.Listen where = config.listen();
        ConnectionAge connections = new ConnectionAge(where.connections().age());
        ContentService.Ground content =
                new ContentService.Ground(blobs, links, where.connections().readerStall(), ids);
        Server built = HttpFace.server(
                new HttpFace.Binding(
                        where.host(),
                        where.port(),
                        where.tls(),
                        where.dev(),
                        where.allowedOrigins(),
                        where.connections()),
                new HttpFace.Parts(
                        GrpcFace.service(
                                services, people.gate(), people.accounts().audit(), statuses, where.dev()),
                        GrpcFace.deadlines(services),
                        WatchEvents.routes(services, people.gate(), statuses),
                        new UploadService(
                                features.media(),
                                bytes.uploads(),
                                people.gate(),
                                where.connections().stall(),
                                ids),
                        new HttpFace.Contents(
                                content.serving((id, name) -> features.mediaContent(id)),
                                content.serving((id, name) -> features.renderContent(id)),
                                content.serving(features::previewContent)),
                        DocExamples.service(),
                        health),
                around(connections, traces));
        built.start().join();
        return new FrontDoor(built, streams, watches, connections);
    }

    /** Returns what is around every service, innermost first. */
    private static List<Function<HttpService, HttpService>> around(ConnectionAge connections, Optional<Traces> traces) {
        List<Function<HttpService, HttpService>> around = new ArrayList<>();
        traces.ifPresent(tracing -> around.add(tracing::around));
        around.add(service -> service.decorate(connections));
        return around;
    }

    /** Returns the version of this program. */
    static String version() {
        String version = RushesServer.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0-SNAPSHOT" : version;
    }

    private static Installation installation(ServerConfig config, Workers workers) {
        String where = config.database().map(Database.Address::toString).orElse("owned by this server");
        return new Installation(
                version(), List.of(new Workers.Capability("postgresql", "AVAILABLE", where, "server")), workers);
    }

    WatchStream watches() {
        return watches;
    }

    int port() {
        return server.activeLocalPort();
    }

    /**
     * Ends streams, tells every connection to go away, and waits for calls that run and until no connection can bring another: what calls
     * need is closed next. It does not wait for Netty's threads, which would stay for seconds more.
     */
    @Override
    public void close() throws InterruptedException, ExecutionException {
        streams.shutdownNow();
        connections.endAll();
        CompletableFuture<Void> stopped = server.stop();
        ServerMetrics metrics = server.config().serverMetrics();
        while (metrics.activeConnections() + metrics.pendingRequests() + metrics.activeRequests() > 0) {
            try {
                stopped.get(STOP_LOOK.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                LOG.debug("{} calls still run", metrics.activeRequests());
            }
        }
    }
}
