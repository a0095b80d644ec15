// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.interchange.Format;
import dev.rushes.editorial.interchange.HandOff;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** The structure of FCPXML as its reference describes it, for the elements we write. */
final class FcpxmlRulesTest {

    private static final String TIME = "-?\\d+(/\\d+)?s";

    /** Children in the order the reference gives. */
    private static final Map<String, List<String>> CHILDREN = Map.ofEntries(
            Map.entry("fcpxml", List.of("resources", "library")),
            Map.entry("resources", List.of("format", "asset")),
            Map.entry("asset", List.of("media-rep")),
            Map.entry("library", List.of("event")),
            Map.entry("event", List.of("project")),
            Map.entry("project", List.of("sequence")),
            Map.entry("sequence", List.of("spine")),
            Map.entry("spine", List.of()),
            Map.entry(
                    "asset-clip",
                    List.of("note", "conform-rate", "adjust-conform", "adjust-transform", "asset-clip", "marker")),
            Map.entry("adjust-transform", List.of("param")),
            Map.entry("param", List.of("keyframeAnimation")),
            Map.entry("keyframeAnimation", List.of("keyframe")),
            Map.entry("note", List.of()),
            Map.entry("format", List.of()),
            Map.entry("media-rep", List.of()),
            Map.entry("transition", List.of()),
            Map.entry("conform-rate", List.of()),
            Map.entry("adjust-conform", List.of()),
            Map.entry("keyframe", List.of()),
            Map.entry("marker", List.of()));

    private static final Map<String, Set<String>> REQUIRED = Map.of(
            "fcpxml", Set.of("version"),
            "format", Set.of("id", "frameDuration"),
            "asset", Set.of("id", "duration"),
            "media-rep", Set.of("src"),
            "sequence", Set.of("format"),
            "asset-clip", Set.of("ref", "duration"),
            "transition", Set.of("duration"),
            "conform-rate", Set.of("scaleEnabled"),
            "marker", Set.of("start", "value"));

    private static final Set<String> TIMES = Set.of("start", "duration", "offset", "frameDuration", "tcStart", "time");

    @Test
    void structureIsAsTheReferenceSays() {
        for (long seed = 0; seed < 60; seed++) {
            check(HandOffs.random(seed));
        }
        check(HandOffs.documented());
        check(HandOffs.broadcast());
    }

    private static void check(HandOff cut) {
        StringBuilder document = new StringBuilder();
        HandOffRoundTripTest.write(Format.FCPXML, cut, document);
        Element root = Xml.parse(document.toString());
        assertThat(root.getAttribute("version")).isEqualTo("1.10");
        Set<String> ids = new HashSet<>();
        List<Element> references = new ArrayList<>();
        walk(root, ids, references);
        for (Element element : references) {
            String name = element.hasAttribute("ref") ? element.getAttribute("ref") : element.getAttribute("format");
            assertThat(ids).contains(name);
        }
        spineIsGapless(root);
    }

    private static void walk(Element element, Set<String> ids, List<Element> references) {
        String name = element.getTagName();
        List<String> order = CHILDREN.get(name);
        assertThat(order).as(name).isNotNull();
        for (String required : REQUIRED.getOrDefault(name, Set.of())) {
            assertThat(element.hasAttribute(required)).as(name + " " + required).isTrue();
        }
        for (String time : TIMES) {
            if (element.hasAttribute(time)) {
                assertThat(element.getAttribute(time)).as(name + " " + time).matches(TIME);
                assertThat(Ratio.parse(element.getAttribute(time)).below().bitLength())
                        .as("denominators have 32 bits")
                        .isLessThan(32);
            }
        }
        if (element.hasAttribute("id")) {
            assertThat(ids.add(element.getAttribute("id"))).as("ids differ").isTrue();
        }
        if (element.hasAttribute("ref") || element.hasAttribute("format")) {
            references.add(element);
        }
        int last = 0;
        for (Element child : Xml.children(element)) {
            if (!name.equals("spine")) {
                int place = order.indexOf(child.getTagName());
                assertThat(place).as(child.getTagName() + " in " + name).isGreaterThanOrEqualTo(last);
                last = place;
            }
            walk(child, ids, references);
        }
    }

    /** Clips and transitions lie on frames of the sequence; clips follow each other. */
    private static void spineIsGapless(Element root) {
        Element project = Xml.child(Xml.child(Xml.child(root, "library"), "event"), "project");
        Element sequence = Xml.child(project, "sequence");
        Ratio frame = FcpxmlReading.time(Xml.child(Xml.child(root, "resources"), "format"), "frameDuration");
        long at = 0;
        for (Element item : Xml.children(Xml.child(sequence, "spine"))) {
            long offset = FcpxmlReading.time(item, "offset").dividedBy(frame).exact();
            long duration =
                    FcpxmlReading.time(item, "duration").dividedBy(frame).exact();
            if (item.getTagName().equals("asset-clip")) {
                assertThat(offset).isEqualTo(at);
                at += duration;
            }
        }
        assertThat(FcpxmlReading.time(sequence, "duration").dividedBy(frame).exact())
                .isEqualTo(at);
    }
}
