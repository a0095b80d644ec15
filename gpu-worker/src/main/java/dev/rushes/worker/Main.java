// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker;

import dev.rushes.worker.rpc.SecretInterceptor;
import dev.rushes.worker.rpc.WorkerFace;
import dev.rushes.worker.rpc.WorkerGrpcService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a worker until it is told to stop. Prints one line {@code ready port=N} on standard output when calls are taken, so
 * that a server that started it knows where to reach it. Exit code 2 for wrong configuration.
 */
public final class Main {

    private static final Logger log = LoggerFactory.getLogger(Main.class);
    private static final int MAX_MESSAGE_BYTES = 64 << 20;
    /** The server pings every 5 s to notice a worker that is frozen or cut off. */
    private static final int FASTEST_PING_SECONDS = 2;
    /** Calls are interrupted when the worker stops; only their last messages are waited for. */
    private static final int STOP_MILLIS = 300;

    private static final int SWEEP_SECONDS = 20;

    private Main() {}

    /** Starts the worker; see {@link WorkerConfig} for the environment variables. */
    public static void main(String[] args) throws IOException, InterruptedException {
        WorkerConfig config;
        List<ServerInterceptor> guards;
        ServerCredentials credentials;
        try {
            config = WorkerConfig.from(System.getenv());
            guards = config.secret()
                    .map(secret -> List.<ServerInterceptor>of(new SecretInterceptor(secret)))
                    .orElse(List.of());
            credentials = config.tls() == null
                    ? InsecureServerCredentials.create()
                    : config.tls().credentials();
        } catch (IllegalArgumentException e) {
            System.err.println("rushes-worker: " + e.getMessage());
            System.exit(2);
            return;
        }
        log.info("configuration: {}", config);
        String name = "worker-" + ProcessHandle.current().pid();
        var health = new HealthStatusManager();
        WorkerFace face = Wiring.face(config);
        var service = new WorkerGrpcService(face, config.mediaRoot(), name, config.slots(), System::nanoTime);
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()), credentials)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .permitKeepAliveTime(FASTEST_PING_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(ServerInterceptors.intercept(service, guards))
                .addService(health.getHealthService())
                .build()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, health, service), "stop"));
        if (config.exitOnStdinClose()) {
            Thread.ofPlatform().daemon().name("stdin").start(Main::exitWhenStdinCloses);
        }
        health.setStatus("", ServingStatus.SERVING);
        sweepNowAndThen(face);
        log.info("{} listens on {}:{}", name, config.host(), server.getPort());
        System.out.println("ready port=" + server.getPort());
        System.out.flush();
        server.awaitTermination();
    }

    /** Nothing tells a worker of erasures: what is gone from the media folder goes from its cache, also when it was away meanwhile. */
    private static void sweepNowAndThen(WorkerFace face) {
        Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("sweep").factory())
                .scheduleWithFixedDelay(() -> sweep(face), 0, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    private static void sweep(WorkerFace face) {
        try {
            int dropped = face.renderer().sweep(face.segments());
            if (dropped > 0) {
                log.info("{} rendered parts dropped: their footage is gone", dropped);
            }
        } catch (IOException | RuntimeException e) {
            log.warn("rendered parts of footage that is gone may be left; it is tried again", e);
        }
    }

    private static void stop(Server server, HealthStatusManager health, WorkerGrpcService service) {
        health.enterTerminalState();
        server.shutdown();
        service.close();
        try {
            if (!server.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
        }
    }

    /** A server that is killed cannot say goodbye, but its end of the pipe closes. */
    private static void exitWhenStdinCloses() {
        try {
            while (System.in.read() >= 0) {
                // The server never writes; whatever comes is ignored.
            }
        } catch (IOException e) {
            log.info("standard input broke: {}", e.getMessage());
        }
        log.info("the server is gone; stopping");
        System.exit(0);
    }
}
