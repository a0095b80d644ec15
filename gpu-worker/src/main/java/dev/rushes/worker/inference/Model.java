// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

import java.util.List;
import java.util.Map;

/** A loaded neural network. Safe for use by several threads; holds native memory until it is closed. */
public interface Model extends AutoCloseable {

    /** Returns what {@link #run} takes. */
    List<TensorSpec> inputs();

    /** Returns what {@link #run} gives. */
    List<TensorSpec> outputs();

    /** Returns what computes, for example "ONNX Runtime 1.28.0 on the processor". */
    String engine();

    /**
     * Runs the network once.
     *
     * @param inputs one tensor for each name of {@link #inputs}
     * @return one tensor for each name of {@link #outputs}
     * @throws IllegalArgumentException if an input is missing or has the wrong shape
     * @throws UnusableModel if the engine fails
     */
    Map<String, FloatTensor> run(Map<String, FloatTensor> inputs) throws UnusableModel;

    @Override
    void close();

    /** Throws unless the tensors are exactly the specified ones. */
    static void check(List<TensorSpec> specs, Map<String, FloatTensor> tensors) {
        for (TensorSpec spec : specs) {
            FloatTensor tensor = tensors.get(spec.name());
            if (tensor == null) {
                throw new IllegalArgumentException(
                        "input \"" + spec.name() + "\" is missing (given: " + tensors.keySet() + ")");
            }
            spec.check(tensor);
        }
        if (tensors.size() != specs.size()) {
            throw new IllegalArgumentException("inputs: " + tensors.keySet() + " (expected: "
                    + specs.stream().map(TensorSpec::name).toList() + ")");
        }
    }
}
