// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.healthcheck.HealthCheckService;
import com.linecorp.armeria.server.healthcheck.HealthChecker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The port for operators, on loopback unless told otherwise: {@code /livez}, {@code /readyz} with reasons, {@code /metrics}. */
public final class AdminPort implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MediaType METRICS = MediaType.parse("text/plain; version=0.0.4; charset=utf-8");

    private final Server server;

    private AdminPort(Server server) {
        this.server = server;
    }

    /**
     * What is asked for readiness.
     *
     * @param needed what must be well, by the reason that is told when it is not
     * @param wanted what the server does without, by what it then cannot do
     */
    public record Health(Map<String, HealthChecker> needed, Map<String, BooleanSupplier> wanted) {
        public Health {
            needed = new LinkedHashMap<>(needed);
            wanted = new LinkedHashMap<>(wanted);
        }
    }

    /** Starts listening; port 0 picks a free one. */
    public static AdminPort open(InetSocketAddress where, Meters meters, Health health) {
        Server server = Server.builder()
                .http(where)
                .gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO)
                .service("/livez", HealthCheckService.of())
                .service("/readyz", (context, request) -> readiness(health))
                .service("/metrics", (context, request) -> HttpResponse.of(HttpStatus.OK, METRICS, meters.scrape()))
                .build();
        server.start().join();
        return new AdminPort(server);
    }

    public int port() {
        return server.activeLocalPort();
    }

    private static HttpResponse readiness(Health health) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode reasons = JSON.createArrayNode();
        health.needed().forEach((reason, checker) -> {
            if (!checker.isHealthy()) {
                reasons.add(reason);
            }
        });
        ArrayNode degraded = JSON.createArrayNode();
        health.wanted().forEach((lack, present) -> {
            if (!present.getAsBoolean()) {
                degraded.add(lack);
            }
        });
        answer.put("ready", reasons.isEmpty()).set("reasons", reasons);
        answer.set("degraded", degraded);
        return HttpResponse.of(
                reasons.isEmpty() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
                MediaType.JSON_UTF_8,
                answer.toString());
    }

    @Override
    public void close() {
        server.stop();
    }
}
