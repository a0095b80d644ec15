// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange.handoff;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;

/** Reads xmeml as its documentation says: whole frames, the clip's own rate on the source side. */
final class XmemlReading {

    private static final Ratio TICKS = Ratio.of(254_016_000_000L, 1);

    private final boolean withTicks;

    /** {@code withTicks} also believes {@code pproTicksIn}. */
    XmemlReading(boolean withTicks) {
        this.withTicks = withTicks;
    }

    ReadCut read(String document) {
        Element sequence = Xml.child(Xml.parse(document), "sequence");
        Ratio rate = rate(sequence);
        Element media = Xml.child(sequence, "media");
        List<Element> items = Xml.children(Xml.child(Xml.child(media, "video"), "track"));
        List<ReadCut.ReadShot> shots = new ArrayList<>();
        List<ReadCut.Span> blends = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Element item = items.get(i);
            if (item.getTagName().equals("transitionitem")) {
                blends.add(span(item));
            } else if (item.getTagName().equals("clipitem")) {
                long start = Xml.number(item, "start");
                long end = Xml.number(item, "end");
                ReadCut.Span shown = new ReadCut.Span(
                        start < 0 ? span(items.get(i - 1)).start() : start,
                        end < 0 ? span(items.get(i + 1)).end() : end);
                shots.add(new ReadCut.ReadShot(Xml.text(item, "name"), shown, pictures(item, shown, rate)));
            }
        }
        Element song = Xml.child(Xml.child(Xml.child(media, "audio"), "track"), "clipitem");
        Ratio start = withTicks
                ? Ratio.of(Xml.number(song, "pproTicksIn"), 1).dividedBy(TICKS)
                : Ratio.of(Xml.number(song, "in"), 1).dividedBy(rate(song));
        return new ReadCut(rate, shots, blends, new ReadCut.ReadSong(Xml.text(song, "name"), start));
    }

    private List<Long> pictures(Element item, ReadCut.Span shown, Ratio rate) {
        Ratio clipRate = rate(item);
        Ratio in = withTicks
                ? Ratio.of(Xml.number(item, "pproTicksIn"), 1).dividedBy(TICKS).times(clipRate)
                : Ratio.of(Xml.number(item, "in"), 1);
        List<Long> pictures = new ArrayList<>();
        for (long k = 0; k < shown.end() - shown.start(); k++) {
            pictures.add(in.plus(Ratio.of(k, 1).dividedBy(rate).times(clipRate)).floor());
        }
        return pictures;
    }

    private static ReadCut.Span span(Element item) {
        return new ReadCut.Span(Xml.number(item, "start"), Xml.number(item, "end"));
    }

    private static Ratio rate(Element parent) {
        Element rate = Xml.child(parent, "rate");
        long base = Xml.number(rate, "timebase");
        return Xml.text(rate, "ntsc").equals("TRUE") ? Ratio.of(base * 1000, 1001) : Ratio.of(base, 1);
    }
}
