// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.generation;

import dev.rushes.server.fault.Failure;
import dev.rushes.server.task.Step;
import org.jspecify.annotations.Nullable;

/** Ends an attempt: with a failure to save, or without one when another attempt or a person took over. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final Step.Kind failedStep;
    final transient @Nullable Failure failure;

    Stopped(Step.Kind failedStep, @Nullable Failure failure) {
        super("stopped", null, false, false);
        this.failedStep = failedStep;
        this.failure = failure;
    }
}
