// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange.handoff;

import dev.rushes.editorial.interchange.Feature;
import dev.rushes.editorial.interchange.Format;
import dev.rushes.editorial.interchange.HandOff;
import dev.rushes.editorial.interchange.LossReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes random cuts and what must be found in them to a folder, for readers in other languages. */
public final class HandOffFleet {

    private static final List<Format> FORMATS = List.of(Format.XMEML, Format.FCPXML, Format.OTIO, Format.EDL);

    private HandOffFleet() {}

    /** Writes {@code count} cuts: a document a format, and {@code NNNN.expected.json}. */
    public static void write(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        for (int seed = 0; seed < count; seed++) {
            HandOff cut = HandOffs.random(seed);
            String name = String.format(Locale.ROOT, "%04d", seed);
            StringBuilder named = new StringBuilder();
            for (Format format : FORMATS) {
                StringBuilder document = new StringBuilder();
                LossReport report = format.write(cut, document);
                Files.writeString(folder.resolve(name + format.suffix()), document);
                named.append(named.isEmpty() ? "" : ", ")
                        .append('"')
                        .append(format.suffix())
                        .append("\": [")
                        .append(IntStream.rangeClosed(1, cut.timeline().shots().size())
                                .filter(shot -> report.concerns(Feature.MIXED_RATES, shot))
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining(", ")))
                        .append(']');
            }
            Files.writeString(folder.resolve(name + ".expected.json"), expected(cut, named.toString()));
        }
    }

    private static String expected(HandOff cut, String named) {
        ReadCut wanted = Expected.of(cut);
        String clips = cut.clips().values().stream()
                .map(clip -> "\"" + clip.fileName() + "\": {\"rate\": \""
                        + clip.timing().rate() + "\", \"start\": \""
                        + (clip.timing().start() == null ? "" : clip.timing().start()) + "\"}")
                .sorted()
                .collect(Collectors.joining(", "));
        String shots = wanted.shots().stream()
                .map(shot -> "{\"name\": \"" + shot.name() + "\", \"start\": "
                        + shot.shown().start() + ", \"pictures\": " + shot.pictures() + "}")
                .collect(Collectors.joining(",\n    "));
        return "{\"rate\": \"" + cut.timeline().frameRate() + "\", \"named\": {" + named + "},\n  \"clips\": {" + clips
                + "},\n  \"shots\": [\n    " + shots + "]}\n";
    }
}
