// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.api.v1.ClipFeatures;
import dev.rushes.api.v1.FramingEvidence;
import dev.rushes.testkit.sample.Samples;
import dev.rushes.wire.FootageWire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link FakeWorker} sees in clips: the same in all, but clips of different names look different. */
final class FakeLook {
    private FakeLook() {}

    static ClipFeatures glance(String name) {
        return look(name, null).build();
    }

    /** {@code shaky…} has no usable part; {@code far…} is framed unlike the others. */
    static ClipFeatures full(String name) {
        String reason = name.startsWith("shaky") ? "too shaky: hold the camera still" : null;
        float distance = name.startsWith("far") ? 5 : 0;
        return look(name, reason)
                .setFramingEvidence(FramingEvidence.newBuilder()
                        .setVersion(1)
                        .addAllNumbers(List.of(distance, distance))
                        .addAllShotTypeProbabilities(List.of(0.1, 0.8, 0.1))
                        .addAllAngleProbabilities(List.of(0.7, 0.1, 0.1, 0.1)))
                .build();
    }

    private static ClipFeatures.Builder look(String name, @Nullable String reason) {
        return FootageWire.toProto(Samples.clip(reason)).toBuilder()
                .setLookHash(name.hashCode() * 0x9E37_79B9_7F4A_7C15L);
    }
}
