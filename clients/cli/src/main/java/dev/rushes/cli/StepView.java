// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shows steps as they go. On a terminal, one line a step with a bar on the running one, redrawn in place; elsewhere one plain
 * line each time a step ends. Used by one thread.
 */
final class StepView {

    private static final int LABEL_WIDTH = 24;
    private static final int BAR_WIDTH = 28;
    private static final String[] SPINNER = {"◐", "◓", "◑", "◒"};

    /** How a step stands. */
    enum Mark {
        PENDING,
        RUNNING,
        DONE,
        SKIPPED,
        FAILED
    }

    /**
     * @param label what is done
     * @param mark how it stands
     * @param done units done
     * @param total units in all; 0 while unknown
     * @param summary what came out, possibly empty
     */
    record Step(String label, Mark mark, long done, long total, String summary) {

        boolean hasEnded() {
            return mark == Mark.DONE || mark == Mark.SKIPPED || mark == Mark.FAILED;
        }
    }

    private final PrintStream out;
    private final boolean live;
    private final boolean color;
    private final Map<String, Step> ended = new LinkedHashMap<>();
    private @Nullable String drawn;
    private int frame;

    StepView(PrintStream out, boolean live, boolean color) {
        this.out = out;
        this.live = live;
        this.color = color;
    }

    /** Shows a newer state of a step; a step that has ended stays as it is. */
    void show(Step step) {
        if (step.mark() == Mark.PENDING || ended.containsKey(step.label())) {
            return;
        }
        if (step.hasEnded()) {
            ended.put(step.label(), step);
            if (step.mark() != Mark.SKIPPED) {
                println(line(step));
            }
        } else if (live) {
            redraw(line(step));
        }
    }

    /** Wipes the running line, so that other text can follow. */
    void close() {
        if (drawn != null) {
            out.print("\r\u001b[K");
            out.flush();
            drawn = null;
        }
    }

    private void println(String line) {
        close();
        out.println(line);
    }

    private void redraw(String line) {
        if (!Objects.equals(line, drawn)) {
            out.print("\r" + line + "\u001b[K");
            out.flush();
            drawn = line;
        }
    }

    private String line(Step step) {
        String label =
                step.label() + " ".repeat(Math.max(1, LABEL_WIDTH - step.label().length()));
        return switch (step.mark()) {
            case DONE -> "  " + paint("32", "✓") + " " + label + step.summary();
            case FAILED -> "  " + paint("31", "✗") + " " + label + step.summary();
            case RUNNING -> "  " + paint("36", SPINNER[frame++ % SPINNER.length]) + " " + label + bar(step);
            case PENDING, SKIPPED -> "    " + label + step.summary();
        };
    }

    private static String bar(Step step) {
        if (step.total() <= 0) {
            return "";
        }
        double share = Math.clamp((double) step.done() / step.total(), 0, 1);
        int full = (int) (share * BAR_WIDTH);
        return "━".repeat(full)
                + "─".repeat(BAR_WIDTH - full)
                + String.format(" %3d %%  %d/%d", (int) (share * 100), step.done(), step.total());
    }

    private String paint(String code, String text) {
        return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
