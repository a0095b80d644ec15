// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import dev.rushes.server.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts wrong attempts in windows of ten minutes, of each address and of everybody together, so that guessing is hopeless from one
 * place and from many. An attempt counts from its beginning; one that turns out right is taken back. Thread-safe.
 */
public final class AttemptLimit {
    /** How long wrong attempts are remembered. */
    public static final Duration WINDOW = Duration.ofMinutes(10);

    /** Wrong attempts of one address in a window. */
    public static final int PER_ADDRESS = 10;

    /** Wrong attempts of everybody in a window. */
    public static final int TOGETHER = 200;

    private final InstantSource clock;
    private final Map<String, Integer> wrong = new HashMap<>();
    private int together;
    private Instant windowEnd = Instant.MIN;

    public AttemptLimit(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Counts an attempt.
     *
     * @throws Fault.TooOften when the address, or everybody together, had too many
     */
    public synchronized void begin(String address) {
        Instant now = clock.instant();
        if (!now.isBefore(windowEnd)) {
            wrong.clear();
            together = 0;
            windowEnd = now.plus(WINDOW);
        }
        int mine = wrong.getOrDefault(address, 0);
        if (mine >= PER_ADDRESS || together >= TOGETHER) {
            Duration wait = Duration.between(now, windowEnd).plusSeconds(1);
            throw new Fault.TooOften(
                    (mine >= PER_ADDRESS ? mine + " wrong codes from this address" : together + " wrong codes")
                            + "; try again in " + wait.toSeconds() + " s with a new code",
                    wait);
        }
        wrong.put(address, mine + 1);
        together++;
    }

    /** Takes an attempt back that was right. */
    public synchronized void right(String address) {
        wrong.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        together = Math.max(0, together - 1);
    }
}
