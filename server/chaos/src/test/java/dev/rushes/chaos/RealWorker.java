// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import dev.rushes.api.worker.v1.WorkerServiceGrpc;
import dev.rushes.postgres.LoopbackPorts;
import dev.rushes.testkit.process.JavaCommand;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The worker as it ships, from {@code target/dist/worker}, as a process of its own beside a server. */
final class RealWorker implements AutoCloseable {
    /** What works for a call inside the worker's process; all else there is housekeeping of the JVM. */
    private static final List<String> WORKING = List.of("call-", "render-", "ffmpeg-");

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration WINDOW = Duration.ofMillis(300);
    private static final Processes.Use NONE = new Processes.Use(0, false);

    private final Child child;
    private final int port;
    private final Path cache;
    private final ManagedChannel channel;

    private RealWorker(Child child, int port, Path cache) {
        this.child = child;
        this.port = port;
        this.cache = cache;
        this.channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    /** Starts one that reads and writes below {@code media}. */
    static RealWorker start(Scene scene, String name, Path media, Map<String, String> settings) throws IOException {
        int port = LoopbackPorts.free();
        Path cache = scene.folder().resolve(name + "-cache");
        Map<String, String> environment = new HashMap<>(Map.of(
                "RUSHES_WORKER_PORT", Integer.toString(port),
                "RUSHES_MEDIA_ROOT", media.toString(),
                "RUSHES_WORKER_CACHE", cache.toString(),
                "RUSHES_WORKER_EXIT_ON_STDIN_CLOSE", "true"));
        environment.putAll(settings);
        Child child = Child.start(
                name,
                scene.folder().resolve(name + ".log"),
                JavaCommand.of(Scene.root().resolve("target/dist/worker/lib") + "/*", "768m", "dev.rushes.worker.Main"),
                environment);
        return scene.own(new RealWorker(child, port, cache));
    }

    /** Waits until it takes calls. */
    void awaitReady() {
        Awaitility.await("worker ready; log " + child.log()).atMost(START).until(() -> {
            child.assertAlive();
            return Files.readString(child.log()).contains("ready port=" + port);
        });
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    Child child() {
        return child;
    }

    /** Where it keeps rendered parts. */
    Path segments() {
        return cache.resolve("segments");
    }

    /** A caller of its own, as a server is one. */
    WorkerServiceGrpc.WorkerServiceStub stub() {
        return WorkerServiceGrpc.newStub(channel);
    }

    boolean hasChildren() {
        return ProcessHandle.of(child.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .findAny()
                .isPresent();
    }

    /** Looks for a moment and returns whether a call's thread or a child used the processor in it or waits for one, or a child was born. */
    boolean isBusy() throws InterruptedException {
        Map<String, Processes.Use> before = Processes.uses(child.pid(), WORKING);
        TimeUnit.MILLISECONDS.sleep(WINDOW.toMillis());
        return Processes.uses(child.pid(), WORKING).entrySet().stream().anyMatch(thread -> {
            Processes.Use earlier = before.getOrDefault(thread.getKey(), NONE);
            return thread.getValue().wants() || thread.getValue().ticks() > earlier.ticks();
        });
    }

    @Override
    public void close() {
        channel.shutdownNow();
        child.close();
    }
}
