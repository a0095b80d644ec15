// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.time.Duration;

/**
 * What one FFmpeg child may use before the kernel or its parent stops it.
 *
 * @param addressSpaceBytes virtual memory; {@link #UNLIMITED} for drivers that reserve more than they use
 * @param cpuSeconds processor time of all its threads
 * @param fileBytes size of one written file; 0 for children that only write to pipes
 * @param wallClock time from start to kill
 */
public record Limits(long addressSpaceBytes, int cpuSeconds, long fileBytes, Duration wallClock) {

    /** No limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final long GIB = 1L << 30;

    /** Processor seconds any file gets: a start and a handful of heavy frames on a slow, loaded machine. */
    private static final int BASE_CPU_SECONDS = 60;

    /** 4K at 60 fps on one slow core takes about 5 s a second. */
    private static final int CPU_SECONDS_PER_SECOND = 10;

    /** What a file can claim at most with a long announced duration. */
    private static final int MOST_CPU_SECONDS = 3_600;

    /** Limits for reading headers; measured: 0.1 s and 100 MB for phone files. */
    public static Limits probing() {
        return new Limits(GIB, 20, 0, Duration.ofSeconds(30));
    }

    /**
     * Limits for decoding on one thread.
     *
     * @param announcedSeconds duration the container states
     */
    public static Limits decoding(double announcedSeconds) {
        int cpu = (int) Math.min(MOST_CPU_SECONDS, BASE_CPU_SECONDS + CPU_SECONDS_PER_SECOND * announcedSeconds);
        // 2.5 GiB: an 8K HEVC picture buffer takes 1 GB; the libraries and thread stacks another 0.4 GB of addresses.
        return new Limits(5 * GIB / 2, cpu, 0, Duration.ofSeconds(4L * cpu));
    }

    /** Limits for encoding with several inputs. */
    public static Limits rendering() {
        return new Limits(6 * GIB, 2 * MOST_CPU_SECONDS, 16 * GIB, Duration.ofHours(2));
    }
}
