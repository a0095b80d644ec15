// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

import java.util.List;

/**
 * What a model takes or gives under one name.
 *
 * @param name as in the model file
 * @param shape length of each side, outermost first; -1 where any length is taken
 */
public record TensorSpec(String name, List<Long> shape) {

    public TensorSpec {
        shape = List.copyOf(shape);
    }

    /** Throws if a tensor does not have this shape. */
    void check(FloatTensor tensor) {
        boolean fits = tensor.shape().size() == shape.size();
        for (int i = 0; fits && i < shape.size(); i++) {
            fits = shape.get(i) < 0 || shape.get(i).equals(tensor.shape().get(i));
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "input \"" + name + "\": shape " + tensor.shape() + " (expected: " + shape + ", -1 is any length)");
        }
    }
}
