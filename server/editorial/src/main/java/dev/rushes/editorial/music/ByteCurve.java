// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

import java.util.Arrays;

/** Many values 0..1 kept in a byte each, steps of 1/255. Immutable. */
public final class ByteCurve {

    /** A curve without values. */
    public static final ByteCurve EMPTY = new ByteCurve(new byte[0]);

    private static final double TOP = 255;

    private final byte[] bytes;

    private ByteCurve(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Keeps a copy of bytes, each 0..255 without a sign. */
    public static ByteCurve of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new ByteCurve(bytes.clone());
    }

    /** Keeps values divided by a full scale; more than full scale is 1, less than 0 is 0. */
    public static ByteCurve from(float[] values, double fullScale) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) Math.round(TOP * Math.clamp(values[i] / fullScale, 0.0, 1.0));
        }
        return new ByteCurve(bytes);
    }

    public int size() {
        return bytes.length;
    }

    /** Returns value i, 0..1. */
    public double get(int i) {
        return (bytes[i] & 0xff) / TOP;
    }

    /** Returns a copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteCurve curve && Arrays.equals(bytes, curve.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "ByteCurve[" + bytes.length + "]";
    }
}
