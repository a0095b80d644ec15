// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

import java.util.Arrays;
import java.util.List;

/**
 * Numbers in a box.
 *
 * @param shape length of each side, outermost first; the first is the batch
 * @param values as many as the product of the shape, last side running fastest; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record FloatTensor(List<Long> shape, float[] values) {

    public FloatTensor {
        shape = List.copyOf(shape);
        long count = count(shape);
        if (count != values.length) {
            throw new IllegalArgumentException(
                    "tensor of shape " + shape + ": " + values.length + " values (expected: " + count + ")");
        }
    }

    /** Returns a tensor. */
    public static FloatTensor of(float[] values, long... shape) {
        return new FloatTensor(Arrays.stream(shape).boxed().toList(), values);
    }

    /** Returns the number of values of a shape. */
    static long count(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
