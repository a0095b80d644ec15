// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import dev.rushes.editorial.reframe.CropPath;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.PictureClock;
import dev.rushes.editorial.timeline.TransitionKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes OpenTimelineIO with the schemas of its release 0.15 and later (Timeline.1, Clip.2). A source range starts in
 * pictures of the clip, between two of them if the renderer's pictures need it, and lasts frames of the timeline. What has no
 * schema stands in metadata under {@code rushes}.
 */
final class Otio {

    private final CutSheet sheet;

    Otio(CutSheet sheet) {
        this.sheet = sheet;
    }

    void write(Appendable out) throws IOException {
        Map<String, @Nullable Object> timeline =
                named("Timeline.1", sheet.sequence().title());
        timeline.put("metadata", Map.of("rushes", sequence()));
        timeline.put("global_start_time", time(0, sheet.rate()));
        Map<String, @Nullable Object> stack = item("Stack.1", "tracks", List.of());
        stack.put("children", List.of(pictures(), sound()));
        timeline.put("tracks", stack);
        out.append(JsonPrinter.print(timeline));
    }

    private Map<String, @Nullable Object> sequence() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("frame_rate", sheet.rate().toString());
        values.put("width", sheet.sequence().width());
        values.put("height", sheet.sequence().height());
        values.put("drop_frame", sheet.sequence().isDropFrame());
        values.put("job_id", sheet.timeline().identity().jobId());
        values.put("revision", sheet.timeline().identity().revision());
        return values;
    }

    private Map<String, @Nullable Object> pictures() {
        List<@Nullable Object> children = new ArrayList<>();
        for (CutSheet.Row row : sheet.rows()) {
            if (row.in() != null) {
                children.add(transition(row.in()));
            }
            children.add(clip(row));
        }
        List<@Nullable Object> beats = new ArrayList<>();
        for (long beat : sheet.beats()) {
            beats.add(marker("Beat", "", beat, sheet.rate(), "GREEN"));
        }
        return track("V1", "Video", children, beats);
    }

    private Map<String, @Nullable Object> transition(CutSheet.Soft soft) {
        boolean whip = soft.kind() == TransitionKind.WHIP_PAN;
        Map<String, @Nullable Object> values = named("Transition.1", whip ? "Whip Pan" : "Dissolve");
        values.put("transition_type", whip ? "Custom_Transition" : "SMPTE_Dissolve");
        values.put("in_offset", time(soft.before(), sheet.rate()));
        values.put("out_offset", time(soft.after(), sheet.rate()));
        values.put("metadata", Map.of("rushes", Map.of("kind", soft.kind().word())));
        return values;
    }

    private Map<String, @Nullable Object> clip(CutSheet.Row row) {
        MediaReference.Timing timing = row.clip().timing();
        BigDecimal start = picture(row, row.shot().source().start());
        List<@Nullable Object> markers = new ArrayList<>();
        String why = row.shot().explanation().text();
        if (!why.isBlank()) {
            markers.add(marker("Why", why, start, timing.rate(), "CYAN"));
        }
        if (row.shot().isLocked()) {
            markers.add(marker("Locked", CutSheet.lockWords(row.shot()), start, timing.rate(), "RED"));
        }
        for (CutSheet.Said said : sheet.said(row)) {
            markers.add(marker(said.name(), said.words(), picture(row, said.source()), timing.rate(), "YELLOW"));
        }
        Map<String, @Nullable Object> values = item("Clip.2", row.clip().fileName(), markers);
        values.put("metadata", Map.of("rushes", notes(row)));
        values.put(
                "source_range",
                range(time(start, timing.rate()), time(row.shot().record().count(), sheet.rate())));
        values.put("media_references", Map.of("DEFAULT_MEDIA", reference(row.clip())));
        values.put("active_media_reference_key", "DEFAULT_MEDIA");
        return values;
    }

    /** Returns the picture of the clip, counted from its start number, that a frame of the shot shows. */
    private BigDecimal picture(CutSheet.Row row, long frame) {
        PictureClock.Position at = sheet.clock(row).at(frame, row.shown());
        return BigDecimal.valueOf(at.numerator())
                .divide(BigDecimal.valueOf(at.denominator()))
                .add(BigDecimal.valueOf(row.clip().timing().startNumber()));
    }

    private Map<String, @Nullable Object> notes(CutSheet.Row row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("shot_id", row.shot().id());
        values.put("media_rate", row.clip().timing().rate().toString());
        values.put("locked", row.shot().isLocked());
        CropPath crop = row.crop();
        if (crop != null) {
            Map<String, @Nullable Object> window = new LinkedHashMap<>();
            window.put("axis", crop.horizontal() ? "horizontal" : "vertical");
            window.put("length", JsonPrinter.number(crop.window()));
            window.put("frames", crop.knots().stream().map(CropPath.Knot::frame).toList());
            window.put(
                    "edges",
                    crop.knots().stream()
                            .map(knot -> JsonPrinter.number(knot.edge()))
                            .toList());
            values.put("crop", window);
        }
        return values;
    }

    private static Map<String, @Nullable Object> reference(MediaReference media) {
        MediaReference.Timing timing = media.timing();
        Map<String, @Nullable Object> values = named("ExternalReference.1", media.fileName());
        values.put("metadata", Map.of());
        values.put(
                "available_range",
                range(time(timing.startNumber(), timing.rate()), time(timing.pictureCount(), timing.rate())));
        values.put("target_url", media.url());
        return values;
    }

    private Map<String, @Nullable Object> sound() {
        MediaReference song = sheet.handOff().song();
        Map<String, @Nullable Object> clip = item("Clip.2", song.fileName(), List.of());
        FrameRate samples = new FrameRate(sheet.songSampleRate(), 1);
        clip.put("metadata", Map.of());
        clip.put("source_range", range(time(sheet.songStartSample(), samples), time(sheet.frameCount(), sheet.rate())));
        clip.put("media_references", Map.of("DEFAULT_MEDIA", reference(song)));
        clip.put("active_media_reference_key", "DEFAULT_MEDIA");
        return track("A1", "Audio", List.of(clip), List.of());
    }

    private static Map<String, @Nullable Object> track(
            String name,
            String kind,
            List<? extends @Nullable Object> children,
            List<? extends @Nullable Object> marks) {
        Map<String, @Nullable Object> values = item("Track.1", name, marks);
        values.put("kind", kind);
        values.put("children", children);
        return values;
    }

    private static Map<String, @Nullable Object> item(
            String schema, String name, List<? extends @Nullable Object> markers) {
        Map<String, @Nullable Object> values = named(schema, name);
        values.put("metadata", Map.of());
        values.put("source_range", null);
        values.put("effects", List.of());
        values.put("markers", markers);
        values.put("enabled", true);
        return values;
    }

    private static Map<String, @Nullable Object> named(String schema, String name) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("OTIO_SCHEMA", schema);
        values.put("name", name);
        return values;
    }

    private static Map<String, @Nullable Object> marker(
            String name, String comment, Number at, FrameRate rate, String color) {
        Map<String, @Nullable Object> values = named("Marker.2", name);
        values.put("metadata", Map.of());
        values.put("comment", comment);
        values.put("color", color);
        values.put("marked_range", range(time(at, rate), time(0, rate)));
        return values;
    }

    private static Map<String, @Nullable Object> range(
            Map<String, @Nullable Object> start, Map<String, @Nullable Object> duration) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("OTIO_SCHEMA", "TimeRange.1");
        values.put("start_time", start);
        values.put("duration", duration);
        return values;
    }

    private static Map<String, @Nullable Object> time(Number value, FrameRate rate) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("OTIO_SCHEMA", "RationalTime.1");
        values.put("rate", decimal(new BigDecimal(Double.toString(rate.framesPerSecond()))));
        values.put("value", decimal(new BigDecimal(value.toString())));
        return values;
    }

    /** Every time is a decimal number, so that no reader takes it for a count. */
    private static BigDecimal decimal(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        return plain.scale() < 1 ? plain.setScale(1) : plain;
    }
}
