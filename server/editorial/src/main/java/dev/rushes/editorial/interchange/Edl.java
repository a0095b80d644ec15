// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.PictureClock;
import dev.rushes.editorial.time.Timecode;
import dev.rushes.editorial.timeline.TransitionKind;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a CMX 3600 edit decision list. The record side begins at 01:00:00:00. A list counts at one rate: source times are
 * the label of the clip's first picture, kept at the timeline's rate, plus the frames of the timeline from there. A
 * dissolve begins where the first frame of both is shown, which moves the event's cut, not a picture.
 */
final class Edl {

    private static final int REEL_LENGTH = 8;
    private static final int HOUR_ONE = 1;

    private final CutSheet sheet;
    private final Map<MediaReference, String> reels = new HashMap<>();

    Edl(CutSheet sheet) {
        this.sheet = sheet;
    }

    void write(Appendable out) throws IOException {
        out.append("TITLE: ").append(oneLine(sheet.sequence().title())).append('\n');
        out.append("FCM: ")
                .append(sheet.sequence().isDropFrame() ? "DROP FRAME" : "NON-DROP FRAME")
                .append("\n\n");
        int number = 1;
        for (CutSheet.Row row : sheet.rows()) {
            if (!record(row).isEmpty()) {
                event(out, number, row);
                number++;
            }
        }
        song(out, number);
    }

    /** Returns the record frames an event fills: up to where the next transition begins. */
    static FrameRange record(CutSheet.Row row) {
        long start = row.in() == null ? row.shot().record().start() : row.in().start();
        long end = row.out() == null ? row.shot().record().end() : row.out().start();
        return FrameRange.between(start, end);
    }

    private void event(Appendable out, int number, CutSheet.Row row) throws IOException {
        FrameRange record = record(row);
        long source = source(row, record.start());
        if (row.in() == null) {
            line(out, number, reel(row.clip()), "V     C", times(row.clip(), source, record));
            comment(out, "FROM CLIP NAME: " + row.clip().fileName());
        } else {
            CutSheet.Row before = sheet.rows().get(row.number() - 2);
            FrameRange none = new FrameRange(record.start(), 0);
            line(out, number, reel(before.clip()), "V     C", times(before.clip(), source(before, none.start()), none));
            String kind = String.format(Locale.ROOT, "V     D    %03d", row.in().count());
            line(out, number, reel(row.clip()), kind, times(row.clip(), source, record));
            boolean whip = row.in().kind() == TransitionKind.WHIP_PAN;
            comment(out, "EFFECT NAME: " + (whip ? "WHIP PAN" : "CROSS DISSOLVE"));
            comment(out, "FROM CLIP NAME: " + before.clip().fileName());
            comment(out, "TO CLIP NAME: " + row.clip().fileName());
        }
        notes(out, row, new FrameRange(source, record.count()));
    }

    private void notes(Appendable out, CutSheet.Row row, FrameRange source) throws IOException {
        MediaReference.Timing timing = row.clip().timing();
        PictureClock clock = sheet.clock(row);
        comment(
                out,
                "SOURCE PICTURES: " + clock.pictureAt(source.start()) + " TO " + clock.pictureAt(source.end() - 1)
                        + " AT " + timing.rate()
                        + (timing.start() == null ? "" : " FROM " + timing.start()));
        comment(out, "SOURCE FILE: " + row.clip().url());
        if (!row.shot().explanation().text().isBlank()) {
            comment(out, "WHY: " + row.shot().explanation().text());
        }
        if (row.shot().isLocked()) {
            comment(out, CutSheet.lockWords(row.shot()));
        }
        for (CutSheet.Said said : sheet.said(row)) {
            comment(out, said.name() + ", at picture " + clock.pictureAt(said.source()) + ": " + said.words());
        }
    }

    private void song(Appendable out, int number) throws IOException {
        MediaReference song = sheet.handOff().song();
        FrameRate rate = sheet.rate();
        long unit = (long) sheet.songSampleRate() * rate.denominator();
        long first = Math.ceilDiv(2 * sheet.songStartSample() * rate.numerator() - unit, 2 * unit);
        line(
                out,
                number,
                reel(song),
                "AA    C",
                times(song, first, sheet.timeline().range()));
        comment(out, "FROM CLIP NAME: " + song.fileName());
        comment(out, "SOURCE FILE: " + song.url());
    }

    private static long source(CutSheet.Row row, long record) {
        return row.shot().source().start() + record - row.shot().record().start();
    }

    private String times(MediaReference media, long source, FrameRange record) {
        Timecode start = sourceZero(media, sheet.rate());
        Timecode hour =
                Timecode.of(sheet.rate(), sheet.sequence().isDropFrame(), new Timecode.Label(HOUR_ONE, 0, 0, 0));
        return start.plus(source) + " " + start.plus(source + record.count()) + " " + hour.plus(record.start()) + " "
                + hour.plus(record.end());
    }

    /** Returns the label of a clip's first picture at the list's rate. */
    static Timecode sourceZero(MediaReference media, FrameRate rate) {
        Timecode start = media.timing().start();
        return start == null
                ? Timecode.zero(rate, false)
                : start.relabeled(rate, start.isDropFrame() && Timecode.canDropFrames(rate));
    }

    private static void line(Appendable out, int number, String reel, String edit, String times) throws IOException {
        out.append(String.format(Locale.ROOT, "%03d  %-8s %-16s %s%n", number, reel, edit, times)
                .replace("\r", ""));
    }

    private static void comment(Appendable out, String text) throws IOException {
        out.append("* ").append(oneLine(text)).append('\n');
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}]+", " ").strip();
    }

    /** Returns up to eight letters and digits of the file's name, different for every file. */
    private String reel(MediaReference media) {
        String known = reels.get(media);
        if (known != null) {
            return known;
        }
        String name = media.fileName().replaceFirst("\\.[^.]*$", "").toUpperCase(Locale.ROOT);
        String letters = name.replaceAll("[^A-Z0-9]", "");
        String whole = letters.isEmpty() ? "CLIP" : letters;
        String reel = whole.substring(0, Math.min(REEL_LENGTH, whole.length()));
        for (int i = 2; reels.containsValue(reel); i++) {
            String tail = String.valueOf(i);
            reel = whole.substring(0, Math.min(REEL_LENGTH - tail.length(), whole.length())) + tail;
        }
        reels.put(media, reel);
        return reel;
    }
}
