// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import java.io.IOException;

/** The documents a cut can be handed off in. */
public enum Format {
    /** The documented timeline JSON. */
    TIMELINE_JSON("timeline JSON", ".timeline.json", "application/json"),
    /** Final Cut Pro 7 XML, version 5: Premiere Pro, DaVinci Resolve. */
    XMEML("xmeml", ".xml", "application/xml"),
    /** Final Cut Pro XML, version 1.10: Final Cut Pro, DaVinci Resolve. */
    FCPXML("FCPXML", ".fcpxml", "application/xml"),
    /** OpenTimelineIO. */
    OTIO("OTIO", ".otio", "application/json"),
    /** CMX 3600 edit decision list. */
    EDL("EDL", ".edl", "text/plain");

    private final String label;
    private final String suffix;
    private final String mediaType;

    Format(String label, String suffix, String mediaType) {
        this.label = label;
        this.suffix = suffix;
        this.mediaType = mediaType;
    }

    /** Returns the name people call it by. */
    public String label() {
        return label;
    }

    /** Returns how names of such files end, with the dot. */
    public String suffix() {
        return suffix;
    }

    /** Returns the IANA media type. */
    public String mediaType() {
        return mediaType;
    }

    /** Writes a cut in this format and returns what it could not carry. */
    public LossReport write(HandOff handOff, Appendable out) throws IOException {
        CutSheet sheet = CutSheet.of(handOff);
        switch (this) {
            case TIMELINE_JSON -> out.append(TimelineJson.write(handOff.timeline()));
            case XMEML -> new Xmeml(sheet).write(out);
            case FCPXML -> new Fcpxml(sheet).write(out);
            case OTIO -> new Otio(sheet).write(out);
            case EDL -> new Edl(sheet).write(out);
        }
        return new LossFinder(this, sheet).report();
    }
}
