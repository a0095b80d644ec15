// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.inference.Capability.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {

    @Test
    void everyCapabilityIsReportedWithItsDetail() {
        List<Capability> found = Capabilities.of(Sandbox.detect());

        assertThat(found)
                .extracting(Capability::name)
                .containsExactly("ffmpeg", "sandbox", "onnx_runtime", "tensorrt", "nvenc", "opencv");
        assertThat(found)
                .allSatisfy(capability -> assertThat(capability.detail()).isNotBlank());
        assertThat(found)
                .filteredOn(c -> List.of("ffmpeg", "onnx_runtime", "opencv").contains(c.name()))
                .allSatisfy(c -> assertThat(c.detail()).matches("\\d+\\.\\d+.*"))
                .extracting(Capability::state)
                .containsOnly(State.AVAILABLE);
    }

    @Test
    void missingCageIsReportedWithAReason() {
        assertThat(Capabilities.of(Sandbox.limitsOnly()))
                .filteredOn(c -> c.name().equals("sandbox"))
                .extracting(Capability::state)
                .containsExactly(State.MISSING);
    }
}
