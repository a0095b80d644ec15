// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Lays out what {@link Inspect} found for reading: one value a line, lists of things as rows, long curves cut short. */
final class InspectTable {

    private static final int NUMBERS_SHOWN = 8;

    private InspectTable() {}

    static String of(Path file, ObjectNode object) {
        var text = new StringBuilder().append(file.getFileName()).append('\n');
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                continue;
            }
            String name = entry.getKey().replace('_', ' ');
            if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
                text.append("  ").append(name).append('\n');
                value.forEach(row -> text.append("    ").append(row(row)).append('\n'));
            } else {
                text.append(
                        String.format(Locale.ROOT, "  %-22s %s%n", name, value.isArray() ? list(value) : word(value)));
            }
        }
        return text.toString();
    }

    private static String row(JsonNode row) {
        var cells = new StringJoiner("  ");
        for (Map.Entry<String, JsonNode> cell : row.properties()) {
            cells.add(cell.getKey().replace('_', ' ') + " " + word(cell.getValue()));
        }
        return cells.toString();
    }

    private static String list(JsonNode values) {
        if (values.isEmpty()) {
            return "none";
        }
        var shown = new StringJoiner(" ");
        Iterator<JsonNode> numbers = values.iterator();
        for (int i = 0; i < NUMBERS_SHOWN && numbers.hasNext(); i++) {
            shown.add(word(numbers.next()));
        }
        return values.size() > NUMBERS_SHOWN ? shown + " ... (" + values.size() + ")" : shown.toString();
    }

    private static String word(JsonNode value) {
        return value.isFloatingPointNumber() ? String.format(Locale.ROOT, "%.3f", value.asDouble()) : value.asText();
    }
}
