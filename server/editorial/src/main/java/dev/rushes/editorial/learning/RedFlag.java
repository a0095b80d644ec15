// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.learning;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** A sign that something of a session needs work (inventory RED-01 to RED-07); every comparison is strict. */
public enum RedFlag {
    /** More than 30 % of the shots were moved. */
    HIGH_REORDER_RATE(
            Severity.HIGH,
            "User reordered >30% of clips - sequencing model needs work",
            session -> isAbove(session.clips().reordered(), 30, session.clips().generated())),
    /** More than 25 % of the shots were deleted. */
    HIGH_DELETE_RATE(
            Severity.HIGH,
            "User deleted >25% of clips - clip selection model needs work",
            session -> isAbove(session.clips().deleted(), 25, session.clips().generated())),
    /** Three or more regenerations. */
    EXCESSIVE_REGENERATION(
            Severity.MEDIUM,
            "User hit regenerate 3+ times - AI not converging",
            session -> session.regenerations().count() > 2),
    /** More than ten minutes of editing. */
    LONG_MANUAL_EDIT_TIME(
            Severity.HIGH,
            "User spent >10 minutes editing - not saving enough time",
            session -> session.times().editing().compareTo(Duration.ofSeconds(600)) > 0),
    /** Mean confidence of the kept shots below 0.75. */
    LOW_CONFIDENCE_IN_KEPT_CLIPS(
            Severity.MEDIUM, "AI confidence <75% on clips user kept - calibration issue", session -> {
                Double kept = session.confidence().kept();
                return kept != null && kept < 0.75;
            });

    /** How bad it is. */
    public enum Severity {
        MEDIUM,
        HIGH
    }

    private final Severity severity;
    private final String message;
    private final Predicate<SessionMetrics> raised;

    RedFlag(Severity severity, String message, Predicate<SessionMetrics> raised) {
        this.severity = severity;
        this.message = message;
        this.raised = raised;
    }

    /** Returns the flags a session raises. */
    public static List<RedFlag> of(SessionMetrics session) {
        return Arrays.stream(values()).filter(flag -> flag.raised.test(session)).toList();
    }

    /** Compares in whole numbers, so that exactly the limit raises nothing; nothing generated raises nothing. */
    private static boolean isAbove(int part, int percent, int whole) {
        return whole > 0 && 100L * part > (long) percent * whole;
    }

    /** Returns the word of the documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the sentence of the documents. */
    public String message() {
        return message;
    }

    public Severity severity() {
        return severity;
    }
}
