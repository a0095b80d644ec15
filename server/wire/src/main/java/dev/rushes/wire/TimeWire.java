// SPDX-License-Identifier: Apache-2.0
package dev.rushes.wire;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import java.time.Instant;

/** Converts frame rates, frame ranges and instants. */
public final class TimeWire {

    private TimeWire() {}

    public static dev.rushes.api.v1.FrameRate toProto(FrameRate rate) {
        return dev.rushes.api.v1.FrameRate.newBuilder()
                .setNumerator(rate.numerator())
                .setDenominator(rate.denominator())
                .build();
    }

    /** Reads a frame rate; refuses one that is not greater than zero, so also an unset one. */
    public static FrameRate fromProto(dev.rushes.api.v1.FrameRate rate) {
        return new FrameRate(rate.getNumerator(), rate.getDenominator());
    }

    public static dev.rushes.api.v1.FrameRange toProto(FrameRange range) {
        return dev.rushes.api.v1.FrameRange.newBuilder()
                .setStartFrame(range.start())
                .setFrameCount(range.count())
                .build();
    }

    /** Reads a range; refuses a negative count. */
    public static FrameRange fromProto(dev.rushes.api.v1.FrameRange range) {
        return new FrameRange(range.getStartFrame(), range.getFrameCount());
    }

    public static Timestamp toProto(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** Reads an instant; an unset timestamp is the start of 1970 in UTC. */
    public static Instant fromProto(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    /** Returns a length given in microseconds. */
    public static Duration durationOfMicros(long micros) {
        return Duration.newBuilder()
                .setSeconds(Math.floorDiv(micros, 1_000_000L))
                .setNanos((int) Math.floorMod(micros, 1_000_000L) * 1_000)
                .build();
    }

    /** Reads a length in whole microseconds; an unset one is zero. */
    public static long micros(Duration duration) {
        return duration.getSeconds() * 1_000_000 + duration.getNanos() / 1_000;
    }

    /** Refuses an enum value that is unspecified or newer than this build. */
    static IllegalArgumentException notKnown(String field, Enum<?> value) {
        return new IllegalArgumentException(field + ": " + value.name() + " (expected: a value this build knows)");
    }
}
