// SPDX-License-Identifier: Apache-2.0
/** Neural networks behind one interface: TensorRT where a graphics card is, ONNX Runtime on the processor elsewhere. */
@NullMarked
package dev.rushes.worker.inference;

import org.jspecify.annotations.NullMarked;
