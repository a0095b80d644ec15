// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.sound;

import java.util.Arrays;

/** Numbers whose count is not known beforehand. Not safe for use by several threads. */
public final class Curve {

    private float[] values = new float[1 << 10];
    private int size;

    public void add(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + size / 2);
        }
        values[size++] = value;
    }

    public int size() {
        return size;
    }

    public float[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
