// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.api.v1.Progress;
import dev.rushes.api.v1.ProgressStep;

/** Turns the server's progress into lines. */
final class Progresses {

    private Progresses() {}

    static void show(StepView view, Progress progress) {
        for (ProgressStep step : progress.getStepsList()) {
            view.show(new StepView.Step(
                    label(step.getKind()),
                    mark(step.getState()),
                    step.getDoneCount(),
                    step.getTotalCount(),
                    step.getSummary()));
        }
    }

    static String label(ProgressStep.Kind kind) {
        return switch (kind) {
            case KIND_READING_CLIPS -> "Reading clips";
            case KIND_FINDING_BEATS -> "Finding beats";
            case KIND_LOOKING_AT_FOOTAGE -> "Looking at the footage";
            case KIND_LEARNING_STYLE -> "Learning your style";
            case KIND_CHOOSING_SHOTS -> "Choosing shots";
            case KIND_RENDERING -> "Rendering";
            case KIND_UNSPECIFIED, UNRECOGNIZED -> "Working";
        };
    }

    private static StepView.Mark mark(ProgressStep.State state) {
        return switch (state) {
            case STATE_UNSPECIFIED, UNRECOGNIZED, STATE_PENDING -> StepView.Mark.PENDING;
            case STATE_RUNNING -> StepView.Mark.RUNNING;
            case STATE_SUCCEEDED -> StepView.Mark.DONE;
            case STATE_SKIPPED -> StepView.Mark.SKIPPED;
            case STATE_FAILED -> StepView.Mark.FAILED;
        };
    }
}
