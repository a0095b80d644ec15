// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.ExportTimelineRequest;
import dev.rushes.api.v1.ExportTimelineResponse;
import dev.rushes.editorial.interchange.Format;
import dev.rushes.editorial.interchange.Loss;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.handoff.HandOffs;
import java.util.Locale;

/** Documents between their messages and their values. */
final class HandOffWire {

    private HandOffWire() {}

    static HandOffs.Wish wish(ExportTimelineRequest request) {
        return new HandOffs.Wish(format(request), request.getMediaRoot(), request.getDropFrame());
    }

    private static Format format(ExportTimelineRequest request) {
        return switch (request.getFormat()) {
            case FORMAT_UNSPECIFIED, FORMAT_TIMELINE_JSON -> Format.TIMELINE_JSON;
            case FORMAT_XMEML -> Format.XMEML;
            case FORMAT_FCPXML -> Format.FCPXML;
            case FORMAT_OTIO -> Format.OTIO;
            case FORMAT_EDL -> Format.EDL;
            case UNRECOGNIZED ->
                throw new Fault.Invalid(
                        "format",
                        request.getFormatValue()
                                + " (expected: FORMAT_TIMELINE_JSON, FORMAT_XMEML, FORMAT_FCPXML, FORMAT_OTIO or FORMAT_EDL)");
        };
    }

    static ExportTimelineResponse toProto(HandOffs.Document document) {
        ExportTimelineResponse.Builder message = ExportTimelineResponse.newBuilder()
                .setDocument(document.text())
                .setFileName(document.fileName())
                .setMediaType(document.report().format().mediaType());
        for (Loss loss : document.report().losses()) {
            message.addLosses(ExportTimelineResponse.Loss.newBuilder()
                    .setFeature(loss.feature().name().toLowerCase(Locale.ROOT))
                    .addAllShotNumbers(loss.shots())
                    .setMessage(loss.words()));
        }
        return message.build();
    }
}
