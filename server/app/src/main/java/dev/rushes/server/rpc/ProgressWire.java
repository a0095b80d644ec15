// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Duration;
import dev.rushes.api.v1.ProgressStep;
import dev.rushes.server.task.Progress;
import dev.rushes.server.task.Step;

/** Progress of long work as contract messages. */
final class ProgressWire {
    private ProgressWire() {}

    static dev.rushes.api.v1.Progress toProto(Progress progress) {
        dev.rushes.api.v1.Progress.Builder message =
                dev.rushes.api.v1.Progress.newBuilder().setFraction(progress.fraction());
        progress.steps().forEach(step -> message.addSteps(toProto(step)));
        if (progress.remainingMillis() != null) {
            message.setRemainingDuration(duration(progress.remainingMillis()));
        }
        return message.build();
    }

    static Duration duration(long millis) {
        return Duration.newBuilder()
                .setSeconds(Math.floorDiv(millis, 1000))
                .setNanos((int) Math.floorMod(millis, 1000L) * 1_000_000)
                .build();
    }

    private static ProgressStep toProto(Step step) {
        return ProgressStep.newBuilder()
                .setKind(ProgressStep.Kind.valueOf("KIND_" + step.kind().name()))
                .setState(ProgressStep.State.valueOf("STATE_" + step.state().name()))
                .setDoneCount(step.done())
                .setTotalCount(step.total())
                .setSummary(step.summary())
                .build();
    }
}
