// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import java.time.Duration;

/**
 * What the port bears (reliability.md 1.5).
 *
 * @param connections most connections at once
 * @param perAddress most connections from one address; 0 is 64, but without a limit for loopback, where a proxy stands for many people
 * @param idle how long a connection without a call stays open
 * @param ping how often a silent peer is asked whether it is there; shorter than {@code idle}
 * @param age how old a connection gets, give or take a tenth, before it is told to go away; calls under way end normally
 * @param stall how long the sender of an upload may send nothing; the reader of content may take nothing for ten times as long,
 *     because players read only what they show next
 */
public record HttpLimits(int connections, int perAddress, Duration idle, Duration ping, Duration age, Duration stall) {
    /** The values to ship. */
    public static final HttpLimits DEFAULT = new HttpLimits(
            10_000, 0, Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofMinutes(30), Duration.ofSeconds(60));

    /** How long the reader of content may take nothing. */
    public Duration readerStall() {
        return stall.multipliedBy(10);
    }
}
