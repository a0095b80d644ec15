// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange.handoff;

import java.math.BigDecimal;
import java.math.BigInteger;

/** A fraction of unlimited size. */
record Ratio(BigInteger above, BigInteger below) {

    static final Ratio ZERO = of(0, 1);

    static Ratio of(long above, long below) {
        return new Ratio(BigInteger.valueOf(above), BigInteger.valueOf(below));
    }

    /** Reads "3600s", "1001/30000s", "30/1", "25" or "29.97". */
    static Ratio parse(String text) {
        String plain = text.endsWith("s") ? text.substring(0, text.length() - 1) : text;
        int slash = plain.indexOf('/');
        if (slash >= 0) {
            return new Ratio(new BigInteger(plain.substring(0, slash)), new BigInteger(plain.substring(slash + 1)));
        }
        BigDecimal decimal = new BigDecimal(plain);
        return decimal.scale() <= 0
                ? new Ratio(decimal.toBigIntegerExact(), BigInteger.ONE)
                : new Ratio(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
    }

    Ratio plus(Ratio other) {
        return new Ratio(above.multiply(other.below).add(other.above.multiply(below)), below.multiply(other.below));
    }

    Ratio minus(Ratio other) {
        return plus(new Ratio(other.above.negate(), other.below));
    }

    Ratio times(Ratio other) {
        return new Ratio(above.multiply(other.above), below.multiply(other.below));
    }

    Ratio dividedBy(Ratio other) {
        return new Ratio(above.multiply(other.below), below.multiply(other.above));
    }

    /** Returns the whole number at or below. */
    long floor() {
        BigInteger[] parts = above.divideAndRemainder(below);
        boolean negative = parts[1].signum() * below.signum() < 0;
        return (negative ? parts[0].subtract(BigInteger.ONE) : parts[0]).longValueExact();
    }

    /** Returns the whole number this is. */
    long exact() {
        BigInteger[] parts = above.divideAndRemainder(below);
        if (parts[1].signum() != 0) {
            throw new AssertionError(above + "/" + below + " is not whole");
        }
        return parts[0].longValueExact();
    }
}
