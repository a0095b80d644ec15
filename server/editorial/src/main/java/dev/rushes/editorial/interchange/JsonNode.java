// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One value of a document together with its path, so that every refusal can say where it is. */
final class JsonNode {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** No number of a document is larger; keeps 1e999999999 from being spelled out. */
    private static final BigDecimal LARGEST = new BigDecimal("1e12");

    /** As many decimals as a double can need; keeps 1e-999999999 from being spelled out. */
    private static final int MOST_DECIMALS = 1100;

    private final String path;
    private final @Nullable Object value;

    private JsonNode(String path, @Nullable Object value) {
        this.path = path;
        this.value = value;
    }

    /**
     * Reads one JSON object.
     *
     * @param what names the document in messages, for example "timeline document"
     * @throws IllegalArgumentException when the text is not exactly one JSON object
     */
    static JsonNode parse(String what, String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException(what + ": not a JSON object (expected: it starts with \"{\")");
            }
            JsonNode root = read(parser, "");
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException(what + ": text after the end of the JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new IllegalArgumentException(what + ": not JSON" + where + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(JsonParser parser, String path) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, JsonNode> fields = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, read(parser, path.isEmpty() ? name : path + "." + name));
                }
                yield new JsonNode(path, fields);
            }
            case START_ARRAY -> {
                List<JsonNode> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(parser, path + "[" + items.size() + "]"));
                }
                yield new JsonNode(path, items);
            }
            case VALUE_STRING -> new JsonNode(path, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNode(path, parser.getDecimalValue());
            case VALUE_TRUE -> new JsonNode(path, true);
            case VALUE_FALSE -> new JsonNode(path, false);
            case VALUE_NULL -> new JsonNode(path, null);
            default -> throw new IllegalStateException("token: " + parser.currentToken());
        };
    }

    /** Returns a key as if it were a text standing at its value's place, so that refusals name it. */
    static JsonNode text(JsonNode place, String key) {
        return new JsonNode(place.path, key);
    }

    boolean isNull() {
        return value == null;
    }

    /** Returns a field that must be there; its value may be null. */
    JsonNode field(String name) {
        JsonNode found = fields().get(name);
        if (found == null) {
            throw new IllegalArgumentException((path.isEmpty() ? name : path + "." + name) + ": missing");
        }
        return found;
    }

    /** Returns the first of several names that is there and not null, or null. */
    @Nullable
    JsonNode optional(String... names) {
        for (String name : names) {
            JsonNode found = fields().get(name);
            if (found != null && !found.isNull()) {
                return found;
            }
        }
        return null;
    }

    /** Reads an optional field, or returns null. */
    <T extends Object> @Nullable T optional(String name, Function<JsonNode, T> reader) {
        JsonNode found = optional(name);
        return found == null ? null : reader.apply(found);
    }

    /** Returns the text of a field, empty when it is missing or null. */
    String textOrEmpty(String name) {
        JsonNode found = optional(name);
        return found == null ? "" : found.text();
    }

    @SuppressWarnings("unchecked") // only read() makes maps
    Map<String, JsonNode> fields() {
        if (value instanceof Map<?, ?>) {
            return (Map<String, JsonNode>) value;
        }
        throw wrong("an object");
    }

    @SuppressWarnings("unchecked") // only read() makes lists
    List<JsonNode> items() {
        if (value instanceof List<?>) {
            return (List<JsonNode>) value;
        }
        throw wrong("a list");
    }

    /** Reads each item. */
    <T> List<T> list(Function<JsonNode, T> reader) {
        return items().stream().map(reader).toList();
    }

    /** Reads the items of a list field, none when it is missing or null. */
    <T> List<T> listOrEmpty(String name, Function<JsonNode, T> reader) {
        JsonNode found = optional(name);
        return found == null ? List.of() : found.list(reader);
    }

    String text() {
        if (value instanceof String text) {
            return text;
        }
        throw wrong("text");
    }

    boolean bool() {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw wrong("true or false");
    }

    BigDecimal decimal() {
        if (value instanceof BigDecimal number) {
            if (number.scale() > MOST_DECIMALS || number.abs().compareTo(LARGEST) > 0) {
                throw wrong("a number within 1e12 with at most " + MOST_DECIMALS + " decimals");
            }
            return number;
        }
        throw wrong("a number");
    }

    double number() {
        return decimal().doubleValue();
    }

    /** Reads a number of zero or more. */
    double positive() {
        if (decimal().signum() < 0) {
            throw wrong("zero or more");
        }
        return number();
    }

    /** Reads a share or score, 0..1. */
    double share() {
        double share = number();
        if (share < 0 || share > 1) {
            throw wrong("0..1");
        }
        return share;
    }

    int integer() {
        return (int) wholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** Reads a number without fraction. */
    long wholeNumber(long least, long most) {
        BigDecimal number = decimal();
        BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
        if (number.compareTo(whole) != 0) {
            throw wrong("a whole number");
        }
        long result = whole.longValueExact();
        if (result < least || result > most) {
            throw wrong(least + ".." + most);
        }
        return result;
    }

    Instant instant() {
        try {
            return OffsetDateTime.parse(text()).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    wrong("a time such as 2025-01-15T10:23:45Z").getMessage(), e);
        }
    }

    /** Reads a word of an enum; case, blanks, hyphens and a trailing "shot" do not matter ("Close-up shot"). */
    <T> T word(Function<String, T> parser) {
        try {
            return parser.apply(normalized(text()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
        }
    }

    private static String normalized(String word) {
        String plain = word.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        return plain.endsWith("_shot") ? plain.substring(0, plain.length() - "_shot".length()) : plain;
    }

    /** Makes the refusal of this value. */
    IllegalArgumentException wrong(String expected) {
        String shown = value instanceof Map<?, ?>
                ? "an object"
                : value instanceof List<?> ? "a list" : value instanceof String ? "\"" + value + "\"" : "" + value;
        return new IllegalArgumentException(path + ": " + shown + " (expected: " + expected + ")");
    }
}
