// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.time;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time-of-day label of a frame as SMPTE ST 12-1 counts them, wrapping at 24 hours. Labels count whole frames of the
 * nominal rate (30 for 30000/1001); drop-frame counting leaves out labels, never frames, so that an NTSC label stays near
 * the clock: two at each minute but every tenth at 30000/1001, four at 60000/1001.
 *
 * @param rate frames per second; above 30 the frame field counts to 47, 49 or 59 as files do, not in pairs as tape does
 * @param isDropFrame whether labels are left out
 * @param frameNumber frames since 00:00:00:00, zero to {@code framesPerDay - 1}
 */
public record Timecode(FrameRate rate, boolean isDropFrame, long frameNumber) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})([:;.,])([0-9]{1,3})");
    private static final int SECONDS_A_DAY = 86_400;
    private static final int MINUTES_A_DAY = 1_440;

    public Timecode {
        if (isDropFrame && !canDropFrames(rate)) {
            throw new IllegalArgumentException(
                    "rate: " + rate + " (expected: 30000/1001 or 60000/1001 for drop-frame timecode)");
        }
        long day = framesPerDay(rate, isDropFrame);
        if (frameNumber < 0 || frameNumber >= day) {
            throw new IllegalArgumentException("frameNumber: " + frameNumber + " (expected: 0 to " + (day - 1) + ")");
        }
    }

    /** Returns 00:00:00:00. */
    public static Timecode zero(FrameRate rate, boolean isDropFrame) {
        return new Timecode(rate, isDropFrame, 0);
    }

    /**
     * Reads a label such as 01:00:00:00, or 01:00:00;00 for drop-frame.
     *
     * @throws IllegalArgumentException when it is no label, or one that is left out or too large at this rate
     */
    public static Timecode parse(String label, FrameRate rate) {
        Matcher parts = FORM.matcher(label.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("timecode: \"" + label + "\" (expected: HH:MM:SS:FF)");
        }
        char mark = parts.group(4).charAt(0);
        boolean drop = (mark == ';' || mark == ',') && canDropFrames(rate);
        return of(rate, drop, new Label(number(parts, 1), number(parts, 2), number(parts, 3), number(parts, 5)));
    }

    /**
     * Returns the frame of a label.
     *
     * @throws IllegalArgumentException when the label is left out or too large at this rate
     */
    public static Timecode of(FrameRate rate, boolean isDropFrame, Label label) {
        int nominal = nominal(rate);
        int left = isDropFrame ? dropped(rate) : 0;
        boolean outside = label.hours() > 23 || label.minutes() > 59 || label.seconds() > 59;
        if (outside || label.frames() >= nominal) {
            throw new IllegalArgumentException(
                    "timecode: " + label + " (expected: at most 23:59:59:" + (nominal - 1) + ")");
        }
        if (label.seconds() == 0 && label.minutes() % 10 != 0 && label.frames() < left) {
            throw new IllegalArgumentException("timecode: " + label + " (expected: a label that drop-frame has)");
        }
        long minutes = label.hours() * 60L + label.minutes();
        long labels = (minutes * 60 + label.seconds()) * nominal + label.frames();
        return new Timecode(rate, isDropFrame, labels - left * (minutes - minutes / 10));
    }

    /** Tells whether drop-frame counting is defined for a rate. */
    public static boolean canDropFrames(FrameRate rate) {
        return rate.equals(new FrameRate(30_000, 1_001)) || rate.equals(new FrameRate(60_000, 1_001));
    }

    /** Returns the whole number of labels counted in a second: 30 for 30000/1001. */
    public static int nominal(FrameRate rate) {
        return Math.ceilDiv(rate.numerator(), rate.denominator());
    }

    /** Returns how many frames have a label of their own. */
    public static long framesPerDay(FrameRate rate, boolean isDropFrame) {
        long labels = (long) SECONDS_A_DAY * nominal(rate);
        return isDropFrame ? labels - (long) dropped(rate) * (MINUTES_A_DAY - MINUTES_A_DAY / 10) : labels;
    }

    /** Returns the label some frames later, or earlier if negative; after the last of a day comes the first. */
    public Timecode plus(long frames) {
        return new Timecode(rate, isDropFrame, Math.floorMod(frameNumber + frames, framesPerDay(rate, isDropFrame)));
    }

    /** Returns the parts of the label. */
    public Label label() {
        int nominal = nominal(rate);
        long labels = frameNumber;
        if (isDropFrame) {
            int left = dropped(rate);
            long minute = 60L * nominal - left;
            long tenMinutes = 10 * minute + left;
            long tens = frameNumber / tenMinutes;
            long within = frameNumber % tenMinutes;
            // The first minute of ten is whole; each later one begins with labels that are left out.
            long starts = within < minute + left ? 0 : (within - left) / minute;
            labels += left * (9 * tens + starts);
        }
        long seconds = labels / nominal;
        return new Label(
                (int) (seconds / 3600), (int) (seconds / 60 % 60), (int) (seconds % 60), (int) (labels % nominal));
    }

    /**
     * Returns the same label counted at another rate. A frame field between two frames of the other rate goes to the
     * earlier one, a label that drop-frame leaves out to the next it has.
     */
    public Timecode relabeled(FrameRate other, boolean otherDropsFrames) {
        Label from = label();
        int frames = (int) ((long) from.frames() * nominal(other) / nominal(rate));
        boolean leftOut = otherDropsFrames && from.seconds() == 0 && from.minutes() % 10 != 0;
        return of(
                other,
                otherDropsFrames,
                new Label(
                        from.hours(),
                        from.minutes(),
                        from.seconds(),
                        leftOut ? Math.max(frames, dropped(other)) : frames));
    }

    /** Returns the label, with ';' before the frames if drop-frame. */
    @Override
    public String toString() {
        Label label = label();
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%s%02d",
                label.hours(),
                label.minutes(),
                label.seconds(),
                isDropFrame ? ";" : ":",
                label.frames());
    }

    private static int dropped(FrameRate rate) {
        return nominal(rate) / 15;
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    /** The four numbers of a label. */
    public record Label(int hours, int minutes, int seconds, int frames) {
        @Override
        public String toString() {
            return hours + ":" + minutes + ":" + seconds + ":" + frames;
        }
    }
}
