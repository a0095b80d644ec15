// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.id;

import dev.rushes.server.fault.Fault;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDv7 strings (RFC 9562, section 5.7) whose text order is creation order, also within one millisecond: rand_a is a
 * counter (method 1 of section 6.2). Thread-safe.
 */
public final class Ids {
    private static final int COUNTER_LIMIT = 1 << 12;

    private final InstantSource clock;
    private final RandomGenerator random;
    private long lastMillis;
    private int counter;

    public Ids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Returns an id greater than every id returned before by this object. */
    public synchronized String next() {
        long now = clock.millis();
        if (now > lastMillis) {
            lastMillis = now;
            counter = 0;
        } else if (++counter == COUNTER_LIMIT) {
            lastMillis++;
            counter = 0;
        }
        long high = (lastMillis << 16) | 0x7000L | counter;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** Returns {@code value} if it is a UUID in its usual form; throws {@link Fault.Invalid} naming {@code field} if not. */
    public static String require(String field, String value) {
        if (value.isEmpty()) {
            throw new Fault.Invalid(field, "is empty (expected: an id as the server returned it)");
        }
        if (!isUuid(value)) {
            throw new Fault.Invalid(
                    field, "\"" + value + "\" is not an id (expected: a UUID as the server returned it)");
        }
        return value;
    }

    private static boolean isUuid(String value) {
        if (value.length() != 36) {
            return false;
        }
        try {
            return UUID.fromString(value).toString().equals(value);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
