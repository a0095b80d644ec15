// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.cli.StepView.Mark;
import dev.rushes.cli.StepView.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StepViewTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void pipedOutputHasOnePlainLineForEachEndedStep() {
        StepView view = new StepView(out, false, false);
        view.show(new Step("Reading clips", Mark.RUNNING, 3, 47, ""));
        view.show(new Step("Reading clips", Mark.DONE, 47, 47, "47 clips"));
        view.show(new Step("Reading clips", Mark.DONE, 47, 47, "47 clips"));
        view.show(new Step("Learning your style", Mark.SKIPPED, 0, 0, ""));
        view.show(new Step("Finding beats", Mark.FAILED, 0, 1, "no sound"));

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("  ✓ Reading clips           47 clips\n  ✗ Finding beats           no sound\n");
    }

    @Test
    void terminalRedrawsTheRunningStepInPlace() {
        StepView view = new StepView(out, true, false);
        view.show(new Step("Rendering", Mark.RUNNING, 506, 900, ""));

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .startsWith("\r  ◐ Rendering")
                .contains("━".repeat(15) + "─".repeat(13) + "  56 %  506/900")
                .doesNotContain("\n");
    }

    @Test
    void closedViewLeavesNoRunningLine() {
        StepView view = new StepView(out, true, false);
        view.show(new Step("Rendering", Mark.RUNNING, 1, 2, ""));
        view.close();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\r\u001b[K");
    }
}
