// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange.handoff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a CMX 3600 list: events of fixed fields, times of day counted at the list's rate. A clip's own first timecode comes
 * from the clip, as in an editing program.
 */
final class EdlReading {

    private static final Pattern EVENT = Pattern.compile(
            "(\\d{3})  (\\S{1,8}) +(V|AA) +(C|D) +(\\d{3})? *([\\d:;]{11}) ([\\d:;]{11}) ([\\d:;]{11}) ([\\d:;]{11})");

    private final int base;
    private final Ratio rate;
    private final Map<String, Ratio> clipRates;
    private final Map<String, String> clipStarts;

    /**
     * @param rate of the list, which no list says
     * @param clipRates pictures a second by file name
     * @param clipStarts first timecode by file name
     */
    EdlReading(Ratio rate, Map<String, Ratio> clipRates, Map<String, String> clipStarts) {
        this.rate = rate;
        this.base = (int) -Ratio.ZERO.minus(rate).floor();
        this.clipRates = clipRates;
        this.clipStarts = clipStarts;
    }

    private static final class Event {
        private final long sourceIn;
        private final long recordIn;
        private long shownFrom;
        private long shownTo;
        private String name = "";

        Event(long sourceIn, long recordIn, long recordOut) {
            this.sourceIn = sourceIn;
            this.recordIn = recordIn;
            this.shownFrom = recordIn;
            this.shownTo = recordOut;
        }
    }

    ReadCut read(String document) {
        long hour = frame("01:00:00:00");
        List<Event> events = new ArrayList<>();
        List<ReadCut.Span> blends = new ArrayList<>();
        String songName = "";
        long songIn = 0;
        boolean song = false;
        boolean dissolves = false;
        for (String line : document.lines().toList()) {
            Matcher fields = EVENT.matcher(line);
            if (fields.matches()) {
                long sourceIn = frame(fields.group(6));
                long sourceOut = frame(fields.group(7));
                long recordIn = frame(fields.group(8)) - hour;
                long recordOut = frame(fields.group(9)) - hour;
                if (sourceOut - sourceIn != recordOut - recordIn) {
                    throw new AssertionError("unequal lengths: " + line);
                }
                song = fields.group(3).equals("AA");
                dissolves = fields.group(4).equals("D");
                if (song) {
                    songIn = sourceIn;
                } else if (dissolves) {
                    long length = Long.parseLong(fields.group(5));
                    blends.add(new ReadCut.Span(recordIn, recordIn + length));
                    events.getLast().shownTo += length;
                    events.add(new Event(sourceIn, recordIn, recordOut));
                } else if (recordIn < recordOut || events.isEmpty()) {
                    events.add(new Event(sourceIn, recordIn, recordOut));
                }
            } else if (line.startsWith("* FROM CLIP NAME: ")) {
                String name = line.substring("* FROM CLIP NAME: ".length());
                if (song) {
                    songName = name;
                } else {
                    events.get(events.size() - (dissolves ? 2 : 1)).name = name;
                }
            } else if (line.startsWith("* TO CLIP NAME: ")) {
                events.getLast().name = line.substring("* TO CLIP NAME: ".length());
            }
        }
        List<ReadCut.ReadShot> shots = events.stream().map(this::shot).toList();
        return new ReadCut(
                rate,
                shots,
                blends,
                new ReadCut.ReadSong(songName, Ratio.of(songIn, 1).dividedBy(rate)));
    }

    private ReadCut.ReadShot shot(Event event) {
        Ratio clipRate = clipRates.getOrDefault(event.name, rate);
        String start = clipStarts.get(event.name);
        long zero = start == null ? 0 : frame(kept(start, clipRate));
        List<Long> pictures = new ArrayList<>();
        for (long at = event.shownFrom; at < event.shownTo; at++) {
            Ratio seconds =
                    Ratio.of(event.sourceIn - zero + at - event.recordIn, 1).dividedBy(rate);
            pictures.add(seconds.times(clipRate).floor());
        }
        return new ReadCut.ReadShot(event.name, new ReadCut.Span(event.shownFrom, event.shownTo), pictures);
    }

    /** Returns a clip's label with its frames counted at the list's rate. */
    private String kept(String start, Ratio clipRate) {
        int clipBase = (int) -Ratio.ZERO.minus(clipRate).floor();
        int frames = Integer.parseInt(start.substring(9)) * base / clipBase;
        boolean ntsc = rate.below().intValueExact() == 1001 && base != 24;
        boolean drops = start.charAt(8) == ';' && ntsc;
        boolean leftOut = drops && start.startsWith("00", 6) && start.charAt(4) != '0';
        int kept = leftOut ? Math.max(frames, base / 15) : frames;
        return start.substring(0, 8) + (drops ? ';' : ':') + (kept < 10 ? "0" : "") + kept;
    }

    /** Counts labels one minute at a time, leaving out the dropped ones. */
    private long frame(String label) {
        String[] parts = label.split("[:;]", -1);
        boolean drops = label.charAt(8) == ';';
        long frames = 0;
        int minutes = Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]);
        for (int minute = 0; minute <= minutes; minute++) {
            int left = drops && minute % 10 != 0 ? base / 15 : 0;
            frames += (minute < minutes ? 60L * base : 0) - left;
        }
        return frames + (long) Integer.parseInt(parts[2]) * base + Integer.parseInt(parts[3]);
    }
}
