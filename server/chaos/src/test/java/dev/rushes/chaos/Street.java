// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.LoopbackPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Two servers on one PostgreSQL and one media folder behind a balancer that asks whether they are ready. One thread replaces servers; any
 * thread may ask for a connection.
 */
final class Street {
    /** What an orchestrator allows a server that was told to stop. */
    private static final Duration STOP = Duration.ofSeconds(30);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Scene scene;
    private final Map<String, String> settings;
    private final List<House> houses;

    /** A server's place: its port, its data folder and its name stay when the server in it is replaced. */
    private final class House {
        private final String name;
        private final int port;
        private volatile @Nullable Connection open;
        private @Nullable ServerChild server;

        House(String name, int port) {
            this.name = name;
            this.port = port;
        }

        private boolean isReady() throws IOException, InterruptedException {
            HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return HTTP.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        }

        void replace(Path installation) throws Exception {
            ServerChild old = server;
            if (old != null) {
                stop(old);
            }
            Map<String, String> own = new HashMap<>(settings);
            own.put("RUSHES_INSTANCE", name);
            own.put("RUSHES_PORT", Integer.toString(port));
            ServerChild next = ServerChild.start(scene, name, own, List.of(), installation);
            URI uri = next.uri();
            // One access token for both: whoever started first wrote it.
            open = scene.own(Connection.to(uri, scene.folder().resolve(houses.getFirst().name)));
            server = next;
        }

        private void stop(ServerChild old) throws Exception {
            Connection leaving = open;
            CompletableFuture<Integer> stopped = new CompletableFuture<>();
            long askedAt = System.nanoTime();
            Thread.startVirtualThread(() -> {
                try {
                    stopped.complete(old.child().terminate());
                } catch (InterruptedException | AssertionError e) {
                    stopped.completeExceptionally(e);
                }
            });
            Awaitility.await(name + " says that it is not ready")
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> !isReady());
            open = null;
            try {
                assertThat(stopped.get(60, TimeUnit.SECONDS))
                        .as("exit status of " + name)
                        .isZero();
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - askedAt))
                    .as("stop of " + name)
                    .isLessThan(STOP);
            if (leaving != null) {
                leaving.close();
            }
        }
    }

    Street(Scene scene, LocalPostgres postgres, String workers) throws IOException {
        this.scene = scene;
        this.settings = Map.of(
                "RUSHES_WORKERS", workers,
                "RUSHES_DATABASE_URL", postgres.jdbcUrl(),
                "RUSHES_DATABASE_USER", postgres.user(),
                "RUSHES_DATABASE_PASSWORD", postgres.password(),
                "RUSHES_DRAIN_PAUSE_SECONDS", "2");
        this.houses = List.of(new House("first", LoopbackPorts.free()), new House("second", LoopbackPorts.free()));
        Path media = Files.createDirectories(scene.folder().resolve("first/media"));
        Files.createDirectories(scene.folder().resolve("second"));
        Files.createSymbolicLink(scene.folder().resolve("second/media"), media);
    }

    /** Puts a server of an installation in a place, in an orderly way when there is another in it. */
    void replace(int house, Path installation) throws Exception {
        houses.get(house).replace(installation);
    }

    /** Returns a connection to a server that is ready, as a balancer would. */
    Connection any(SplittableRandom chance) {
        int first = chance.nextInt(houses.size());
        for (int i = 0; i < houses.size(); i++) {
            Connection open = houses.get((first + i) % houses.size()).open;
            if (open != null) {
                return open;
            }
        }
        throw new AssertionError("no server is ready");
    }

    /** Returns where a server is reached. */
    URI uri(int house) {
        return URI.create("http://127.0.0.1:" + houses.get(house).port);
    }

    /** Holds the access token. */
    Path tokenFile() {
        return scene.folder().resolve("first/access-token");
    }
}
