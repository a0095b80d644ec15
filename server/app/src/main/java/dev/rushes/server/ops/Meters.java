// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of one server. Events (calls, waits, late results) are counted where they happen in Micrometer's global registry; states are
 * gauges here. What comes from the database is read every few seconds on a thread of its own, never by a scrape. Thread-safe.
 */
public final class Meters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Meters.class);
    /** How names of what is measured of calls begin. */
    public static final String CALLS = "rushes.rpc";

    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Path STATUS = Path.of("/proc/self/status");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("meters").factory());
    private volatile Backlog backlog = new Backlog(Map.of(), 0);

    private Meters() {}

    /**
     * What waits in the database.
     *
     * @param oldestSeconds age of the oldest piece of work that is due and not begun, by kind
     * @param quarantined files given up after repeated failures of workers
     */
    public record Backlog(Map<String, Double> oldestSeconds, long quarantined) {
        public Backlog {
            oldestSeconds = Map.copyOf(oldestSeconds);
        }
    }

    /** Starts measuring; {@code read} asks the database, {@code kinds} are those of its work. */
    public static Meters open(Path dataDir, List<String> kinds, Supplier<Backlog> read) {
        Meters meters = new Meters();
        MeterRegistry registry = meters.registry;
        registry.config().meterFilter(new Buckets());
        for (String kind : kinds) {
            Gauge.builder(
                            "rushes.task.oldest.age",
                            meters,
                            self -> self.backlog.oldestSeconds().getOrDefault(kind, 0.0))
                    .tags(Tags.of(Tag.of("kind", kind)))
                    .baseUnit("seconds")
                    .register(registry);
        }
        Gauge.builder("rushes.media.quarantined", meters, self -> self.backlog.quarantined())
                .register(registry);
        Gauge.builder("rushes.disk.free", dataDir, Meters::free)
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("rushes.process.resident", STATUS, Meters::resident)
                .baseUnit("bytes")
                .register(registry);
        announce(kinds);
        Metrics.addRegistry(registry);
        meters.reader.scheduleWithFixedDelay(() -> meters.read(read), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return meters;
    }

    /**
     * Has times of calls counted in buckets of fixed bounds. Armeria's quantiles hold several histograms a method and outcome, filled one
     * after the other for minutes, and those of two servers cannot be added; sizes of messages need neither.
     */
    private static final class Buckets implements MeterFilter {
        private static final double[] BOUNDS_MILLIS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000};

        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            if (!id.getName().startsWith(CALLS)) {
                return config;
            }
            DistributionStatisticConfig.Builder own =
                    DistributionStatisticConfig.builder().percentiles();
            if (id.getType() == Meter.Type.TIMER) {
                own.serviceLevelObjectives(
                        Arrays.stream(BOUNDS_MILLIS).map(millis -> millis * 1e6).toArray());
            }
            return own.build().merge(config);
        }
    }

    /** Shows at zero what has not happened yet, so that alerts see its first time. */
    private static void announce(List<String> kinds) {
        for (String kind : kinds) {
            Metrics.timer("rushes.task.schedule.to.start", "kind", kind);
            Metrics.counter("rushes.late.finishers", "kind", kind);
        }
        Metrics.counter("rushes.streams.evicted");
    }

    /** Shows a number of streams. */
    public void streams(String name, Supplier<Number> count) {
        Gauge.builder("rushes.streams." + name.toLowerCase(Locale.ROOT), count).register(registry);
    }

    /** Returns all metrics in the text format of Prometheus. */
    public String scrape() {
        return registry.scrape();
    }

    private void read(Supplier<Backlog> source) {
        try {
            backlog = source.get();
        } catch (RuntimeException e) {
            LOG.debug("the backlog cannot be read now", e);
        }
    }

    private static double free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** Resident memory: native growth shows here and not in the heap's figures. */
    private static double resident(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    @Override
    public void close() {
        reader.shutdownNow();
        Metrics.removeRegistry(registry);
        registry.close();
    }
}
