// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import com.linecorp.armeria.server.healthcheck.HealthChecker;
import com.linecorp.armeria.server.healthcheck.SettableHealthChecker;
import dev.rushes.server.ops.AdminPort;
import dev.rushes.server.ops.Meters;
import dev.rushes.server.rpc.WatchStream;
import dev.rushes.server.store.JooqBacklog;
import dev.rushes.server.task.TaskQueue;
import dev.rushes.server.task.Workers;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** What operators look at, wired together; part of {@link RushesServer}. */
final class Operations implements AutoCloseable {
    private final Meters meters;
    private final AdminPort port;
    private final SettableHealthChecker serving;

    private Operations(Meters meters, AdminPort port, SettableHealthChecker serving) {
        this.meters = meters;
        this.port = port;
        this.serving = serving;
    }

    static Operations open(ServerConfig config, JooqBacklog backlog, HealthChecker database, Workers workers) {
        Meters meters = Meters.open(
                config.dataDir(),
                Arrays.stream(TaskQueue.Kind.values())
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .toList(),
                backlog::read);
        SettableHealthChecker serving = new SettableHealthChecker(false);
        AdminPort port = AdminPort.open(
                new InetSocketAddress(config.admin().host(), config.admin().port()),
                meters,
                new AdminPort.Health(
                        Map.of("the server starts or stops", serving, "the database does not answer", database),
                        Map.of("no worker answers: footage waits", workers::isAvailable)));
        return new Operations(meters, port, serving);
    }

    /** Shows how many streams there are. */
    void watch(WatchStream watches) {
        meters.streams("open", watches::open);
        meters.streams("blocked", watches::blocked);
    }

    void ready(boolean now) {
        serving.setHealthy(now);
    }

    int port() {
        return port.port();
    }

    @Override
    public void close() {
        port.close();
        meters.close();
    }
}
