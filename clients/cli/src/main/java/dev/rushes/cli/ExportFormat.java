// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.api.v1.ExportTimelineRequest.Format;
import dev.rushes.api.v1.Render.Container;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code export} writes; the names are what people type. */
enum ExportFormat {
    mp4(".mp4", "the video", null, Container.CONTAINER_MP4),
    mov(".mov", "the video as QuickTime", null, Container.CONTAINER_MOV),
    json(".json", "the timeline", Format.FORMAT_TIMELINE_JSON, null),
    xmeml(".xml", "for Premiere Pro and DaVinci Resolve", Format.FORMAT_XMEML, null),
    fcpxml(".fcpxml", "for Final Cut Pro", Format.FORMAT_FCPXML, null),
    otio(".otio", "OpenTimelineIO", Format.FORMAT_OTIO, null),
    edl(".edl", "a CMX 3600 list", Format.FORMAT_EDL, null);

    private final String suffix;
    private final String meaning;
    private final @Nullable Format document;
    private final @Nullable Container container;

    ExportFormat(String suffix, String meaning, @Nullable Format document, @Nullable Container container) {
        this.suffix = suffix;
        this.meaning = meaning;
        this.document = document;
        this.container = container;
    }

    /** Returns what the contract calls the document, null for a video. */
    @Nullable
    Format document() {
        return document;
    }

    /** Returns what the contract calls the container of the video. */
    Container container() {
        return container == null ? Container.CONTAINER_MP4 : container;
    }

    /** Returns the format wanted: the one named, or that of the output's name; both must agree. */
    static ExportFormat of(@Nullable String wanted, Path target) {
        String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
        if (wanted == null) {
            return Arrays.stream(values())
                    .filter(format -> name.endsWith(format.suffix))
                    .findFirst()
                    .orElseThrow(() -> new CliFailure(
                            ExitCode.USAGE, target + ": its name does not say what to write; end it with " + all()));
        }
        String word = wanted.toLowerCase(Locale.ROOT);
        ExportFormat format = Arrays.stream(values())
                .filter(known -> known.name().equals(word) || word.equals("xml") && known == xmeml)
                .findFirst()
                .orElseThrow(() ->
                        new CliFailure(ExitCode.USAGE, "--format " + wanted + ": not known; it is one of " + names()));
        if (!name.endsWith(format.suffix)) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    target + ": --format " + format + " writes files that end with " + format.suffix
                            + "; rename the output or leave --format out");
        }
        return format;
    }

    private static String names() {
        return Arrays.stream(values()).map(ExportFormat::name).collect(Collectors.joining(", "));
    }

    private static String all() {
        return Arrays.stream(values())
                .map(format -> format.suffix + " (" + format.meaning + ")")
                .collect(Collectors.joining(", "));
    }
}
