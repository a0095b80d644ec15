// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange.handoff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads OTIO as its own library does, times in double numbers included. */
final class OtioReading {

    ReadCut read(String document) {
        Map<String, @Nullable Object> timeline = object(parse(document));
        List<?> tracks = list(object(timeline.get("tracks")).get("children"));
        List<?> children = list(object(tracks.get(0)).get("children"));
        List<ReadCut.ReadShot> shots = new ArrayList<>();
        List<ReadCut.Span> blends = new ArrayList<>();
        double rate = 0;
        long at = 0;
        for (int i = 0; i < children.size(); i++) {
            Map<String, @Nullable Object> child = object(children.get(i));
            if (isTransition(child)) {
                blends.add(new ReadCut.Span(at - frames(child, "in_offset"), at + frames(child, "out_offset")));
                continue;
            }
            Map<String, @Nullable Object> range = object(child.get("source_range"));
            rate = number(object(range.get("duration")), "rate");
            long count = frames(range, "duration");
            long before = i == 0 ? 0 : handle(object(children.get(i - 1)), "in_offset");
            long after = i + 1 == children.size() ? 0 : handle(object(children.get(i + 1)), "out_offset");
            ReadCut.Span shown = new ReadCut.Span(at - before, at + count + after);
            shots.add(new ReadCut.ReadShot(
                    String.valueOf(child.get("name")), shown, pictures(child, before, shown, rate)));
            at += count;
        }
        Map<String, @Nullable Object> song =
                object(list(object(tracks.get(1)).get("children")).get(0));
        Map<String, @Nullable Object> start =
                object(object(song.get("source_range")).get("start_time"));
        return new ReadCut(
                exact(rate),
                shots,
                blends,
                new ReadCut.ReadSong(String.valueOf(song.get("name")), Ratio.of((long) number(start, "value"), (long)
                        number(start, "rate"))));
    }

    private static List<Long> pictures(
            Map<String, @Nullable Object> clip, long before, ReadCut.Span shown, double rate) {
        Map<String, @Nullable Object> media =
                object(object(clip.get("media_references")).get("DEFAULT_MEDIA"));
        Map<String, @Nullable Object> first =
                object(object(media.get("available_range")).get("start_time"));
        Map<String, @Nullable Object> start =
                object(object(clip.get("source_range")).get("start_time"));
        double clipRate = number(start, "rate");
        double from = number(start, "value") - number(first, "value");
        List<Long> pictures = new ArrayList<>();
        for (long k = 0; k < shown.end() - shown.start(); k++) {
            double moved = (k - before) * clipRate / rate;
            // A millionth of a picture for the rounding of rates such as 29.97002997002997.
            pictures.add((long) Math.floor(from + moved + 1e-6));
        }
        return pictures;
    }

    private static boolean isTransition(Map<String, @Nullable Object> child) {
        return "Transition.1".equals(child.get("OTIO_SCHEMA"));
    }

    private static long handle(Map<String, @Nullable Object> neighbour, String name) {
        return isTransition(neighbour) ? frames(neighbour, name) : 0;
    }

    private static long frames(Map<String, @Nullable Object> parent, String name) {
        double value = number(object(parent.get(name)), "value");
        if (value != Math.rint(value)) {
            throw new AssertionError(name + " is " + value);
        }
        return (long) value;
    }

    private static Ratio exact(double rate) {
        return rate == Math.rint(rate) ? Ratio.of((long) rate, 1) : Ratio.of(Math.round(rate * 1.001) * 1000, 1001);
    }

    private static double number(Map<String, @Nullable Object> parent, String name) {
        return ((Number) Objects.requireNonNull(parent.get(name), name)).doubleValue();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }

    private static @Nullable Object parse(String document) {
        try (JsonParser parser = new JsonFactory().createParser(document)) {
            parser.nextToken();
            return value(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, value(parser));
                }
                yield fields;
            }
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield items;
            }
            case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> parser.getDoubleValue();
            case VALUE_NULL -> null;
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            default -> parser.getText();
        };
    }
}
