// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelTest {

    @TempDir
    Path folder;

    @Test
    void addsForEveryBatchSize() throws Exception {
        try (Model model = OnnxModel.open(file(TinyOnnx.add(10, 20, 30)))) {
            assertThat(model.inputs()).containsExactly(new TensorSpec("x", List.of(-1L, 3L)));
            assertThat(model.outputs()).containsExactly(new TensorSpec("sum", List.of(-1L, 3L)));
            assertThat(sum(model, FloatTensor.of(new float[] {1, 2, 3}, 1, 3)).values())
                    .containsExactly(11, 22, 33);
            FloatTensor two = sum(model, FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
            assertThat(two.shape()).containsExactly(2L, 3L);
            assertThat(two.values()).containsExactly(11, 22, 33, 14, 25, 36);
        }
    }

    @Test
    void wrongShapeAndWrongNameAreNamed() throws Exception {
        try (Model model = OnnxModel.open(file(TinyOnnx.add(1, 2, 3)))) {
            assertThatThrownBy(() -> sum(model, FloatTensor.of(new float[4], 1, 4)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("input \"x\": shape [1, 4] (expected: [-1, 3], -1 is any length)");
            assertThatThrownBy(() -> model.run(Map.of("y", FloatTensor.of(new float[3], 1, 3))))
                    .hasMessage("input \"x\" is missing (given: [y])");
        }
    }

    @Test
    void unusableFilesAreNamed() throws Exception {
        assertThatThrownBy(() -> new Models(folder).open(folder.resolve("gone.onnx")))
                .isInstanceOf(UnusableModel.class)
                .hasMessageContaining("gone.onnx");
        assertThatThrownBy(() -> OnnxModel.open(file(new byte[] {1, 2, 3})))
                .isInstanceOf(UnusableModel.class)
                .hasMessageContaining("tiny.onnx is not a readable ONNX file");
        assertThatThrownBy(() -> OnnxModel.open(file(TinyOnnx.withIntegerInput())))
                .isInstanceOf(UnusableModel.class)
                .hasMessageContaining("float32");
    }

    @Test
    void tensorKnowsHowManyValuesItsShapeNeeds() {
        assertThatThrownBy(() -> FloatTensor.of(new float[5], 2, 3))
                .hasMessage("tensor of shape [2, 3]: 5 values (expected: 6)");
    }

    @Test
    void modelsOpensWithTheProcessorWhereNoDriverIs() throws Exception {
        org.assertj.core.api.Assumptions.assumeThat(GraphicsCard.hasDriver())
                .as("there is an NVIDIA driver here")
                .isFalse();
        try (Model model = new Models(folder).open(file(TinyOnnx.add(1, 2, 3)))) {
            assertThat(model.engine()).startsWith("ONNX Runtime ").endsWith(" on the processor");
        }
    }

    private Path file(byte[] onnx) throws Exception {
        return Files.write(folder.resolve("tiny.onnx"), onnx);
    }

    private static FloatTensor sum(Model model, FloatTensor x) throws UnusableModel {
        FloatTensor sum = model.run(Map.of("x", x)).get("sum");
        assertThat(sum).isNotNull();
        return java.util.Objects.requireNonNull(sum);
    }
}
