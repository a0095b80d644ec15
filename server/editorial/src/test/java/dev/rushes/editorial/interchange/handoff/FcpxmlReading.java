// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange.handoff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/** Reads FCPXML with fractions of seconds; the picture whose time has come is shown ("floor", the format's default). */
final class FcpxmlReading {

    private final Map<String, Element> resources = new HashMap<>();

    ReadCut read(String document) {
        Element root = Xml.parse(document);
        for (Element resource : Xml.children(Xml.child(root, "resources"))) {
            resources.put(resource.getAttribute("id"), resource);
        }
        Element event = Xml.child(Xml.child(root, "library"), "event");
        Element sequence = Xml.child(Xml.child(event, "project"), "sequence");
        Ratio rate = rate(sequence.getAttribute("format"));
        List<Element> items = Xml.children(Xml.child(sequence, "spine"));
        List<ReadCut.Span> blends = new ArrayList<>();
        for (Element item : items) {
            if (item.getTagName().equals("transition")) {
                blends.add(span(item, rate));
            }
        }
        List<ReadCut.ReadShot> shots = new ArrayList<>();
        for (Element item : items) {
            if (item.getTagName().equals("asset-clip")) {
                shots.add(shot(item, rate, blends));
            }
        }
        Element first = Xml.child(Xml.child(sequence, "spine"), "asset-clip");
        Element song = Xml.child(first, "asset-clip");
        // Connected clips are placed in the time of the clip they hang on.
        Ratio late = time(song, "offset").minus(time(first, "start"));
        return new ReadCut(
                rate,
                shots,
                blends,
                new ReadCut.ReadSong(
                        song.getAttribute("name"), time(song, "start").minus(late)));
    }

    private ReadCut.ReadShot shot(Element clip, Ratio rate, List<ReadCut.Span> blends) {
        ReadCut.Span own = span(clip, rate);
        long start = own.start();
        long end = own.end();
        for (ReadCut.Span blend : blends) {
            if (blend.start() <= own.start()
                    && blend.end() >= own.start()
                    && own.start() > 0
                    && joins(blend, own.start())) {
                start = Math.min(start, blend.start());
            }
            if (joins(blend, own.end())) {
                end = Math.max(end, blend.end());
            }
        }
        Element asset = resource(clip.getAttribute("ref"));
        Ratio clipRate = rate(asset.getAttribute("format"));
        Ratio first = time(clip, "start").minus(time(asset, "start"));
        List<Long> pictures = new ArrayList<>();
        for (long at = start; at < end; at++) {
            Ratio moment = first.plus(Ratio.of(at - own.start(), 1).dividedBy(rate));
            pictures.add(moment.times(clipRate).floor());
        }
        return new ReadCut.ReadShot(clip.getAttribute("name"), new ReadCut.Span(start, end), pictures);
    }

    private static boolean joins(ReadCut.Span blend, long cut) {
        return blend.start() <= cut && blend.end() >= cut;
    }

    private Ratio rate(String format) {
        return Ratio.of(1, 1).dividedBy(time(resource(format), "frameDuration"));
    }

    private Element resource(String id) {
        Element found = resources.get(id);
        if (found == null) {
            throw new AssertionError("no resource " + id);
        }
        return found;
    }

    private static ReadCut.Span span(Element item, Ratio rate) {
        long start = time(item, "offset").times(rate).exact();
        return new ReadCut.Span(
                start, start + time(item, "duration").times(rate).exact());
    }

    static Ratio time(Element element, String name) {
        String text = element.getAttribute(name);
        return text.isEmpty() ? Ratio.ZERO : Ratio.parse(text);
    }
}
