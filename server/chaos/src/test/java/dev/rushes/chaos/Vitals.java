// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Memory, open files and threads of a process over time, and how fast they grow. One thread. */
final class Vitals {
    private static final double MIB = 1 << 20;

    private final String name;
    private final Child child;
    private final List<Sample> samples = new ArrayList<>();

    /**
     * One look.
     *
     * @param minute since the first
     * @param residentMib memory in RAM
     * @param liveMib objects on the heap after a full collection
     */
    record Sample(double minute, double residentMib, double liveMib, long openFiles, long threads) {}

    Vitals(String name, Child child) {
        this.name = name;
        this.child = child;
    }

    /** Looks; collects garbage first, so that only what is held counts. */
    void look(double minute) throws IOException, InterruptedException {
        child.assertAlive();
        double live = liveBytes() / MIB;
        samples.add(new Sample(
                minute,
                child.residentBytes() / MIB,
                live,
                Processes.openFiles(child.pid()),
                Processes.threads(child.pid())));
    }

    /** The histogram's last line sums up what survived a full collection, and the holes that the collector left and fills with arrays. */
    private long liveBytes() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(child.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (var lines = jcmd.inputReader()) {
            long total = 0;
            long holes = 0;
            for (String line : lines.lines().toList()) {
                if (line.startsWith("Total")) {
                    total = bytes(line);
                } else if (line.contains("jdk.internal.vm.FillerElement")) {
                    holes = bytes(line);
                }
            }
            assertThat(total).as("heap of " + name).isPositive();
            return total - holes;
        } finally {
            jcmd.waitFor();
        }
    }

    /** Lines are "number: instances bytes class" and "Total instances bytes". */
    private static long bytes(String line) {
        return Long.parseLong(line.strip().split("\\s+")[2]);
    }

    /** Returns the growth of something a minute from {@code fromMinute} on: the median of the slopes between all pairs of samples. */
    double slope(double fromMinute, ToDoubleFunction<Sample> of) {
        List<Sample> warm =
                samples.stream().filter(sample -> sample.minute() >= fromMinute).toList();
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < warm.size(); i++) {
            for (int j = i + 1; j < warm.size(); j++) {
                slopes.add((of.applyAsDouble(warm.get(j)) - of.applyAsDouble(warm.get(i)))
                        / (warm.get(j).minute() - warm.get(i).minute()));
            }
        }
        return median(slopes.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Returns by how much the last third of the samples from {@code fromMinute} on lies above the first third. */
    double rise(double fromMinute, ToDoubleFunction<Sample> of) {
        double[] warm = samples.stream()
                .filter(sample -> sample.minute() >= fromMinute)
                .mapToDouble(of)
                .toArray();
        int third = Math.max(1, warm.length / 3);
        return median(Arrays.copyOfRange(warm, warm.length - third, warm.length)) - median(Arrays.copyOf(warm, third));
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            throw new IllegalStateException("no samples after the warm-up");
        }
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    /** Returns the figures in one line. */
    String told(double fromMinute) {
        Sample last = samples.getLast();
        return String.format(
                Locale.ROOT,
                "%s: resident %.0f MiB, %+.2f MiB/min; live heap %.1f MiB, %+.3f MiB/min; %d open files, %+.1f; %d threads, %+.1f",
                name,
                last.residentMib(),
                slope(fromMinute, Sample::residentMib),
                last.liveMib(),
                slope(fromMinute, Sample::liveMib),
                last.openFiles(),
                rise(fromMinute, Sample::openFiles),
                last.threads(),
                rise(fromMinute, Sample::threads));
    }
}
