// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.rushes.editorial.time.FrameRate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints a tree of maps, lists, texts, numbers, booleans and nulls in the one form Rushes writes: two blanks of
 * indentation, lists of plain values on one line, decimal numbers without exponent, a newline at the end.
 */
final class JsonPrinter {

    /** Decimals of a written number: a microsecond, far below a frame and above binary noise. */
    private static final int DECIMALS = 6;

    private final StringBuilder out = new StringBuilder();

    private JsonPrinter() {}

    static String print(Map<String, ? extends @Nullable Object> document) {
        JsonPrinter printer = new JsonPrinter();
        printer.value(document, 0);
        return printer.out.append('\n').toString();
    }

    /** Returns a finite number with at most six decimals and no trailing zeros. */
    static BigDecimal number(double value) {
        return trimmed(new BigDecimal(value));
    }

    /** Returns the start of a frame in decimal seconds. */
    static BigDecimal seconds(long frame, FrameRate rate) {
        return trimmed(BigDecimal.valueOf(frame)
                .multiply(BigDecimal.valueOf(rate.denominator()))
                .divide(BigDecimal.valueOf(rate.numerator()), DECIMALS, RoundingMode.HALF_UP));
    }

    static BigDecimal seconds(Duration duration) {
        return trimmed(BigDecimal.valueOf(duration.toNanos(), 9));
    }

    static List<BigDecimal> numbers(List<Double> values) {
        return values.stream().map(JsonPrinter::number).toList();
    }

    /** Returns shares as an object, largest first, equal ones by name, so that equal profiles print equal bytes. */
    static Map<String, @Nullable Object> shares(Map<String, Double> shares) {
        Map<String, @Nullable Object> sorted = new LinkedHashMap<>();
        shares.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), number(entry.getValue())));
        return sorted;
    }

    private static BigDecimal trimmed(BigDecimal value) {
        BigDecimal plain = value.setScale(DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    private void value(@Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            object(map, depth);
        } else if (value instanceof List<?> list) {
            list(list, depth);
        } else if (value instanceof String text) {
            out.append('"');
            JsonStringEncoder.getInstance().quoteAsString(text, out);
            out.append('"');
        } else if (value instanceof BigDecimal number) {
            out.append(number.toPlainString());
        } else {
            out.append(value);
        }
    }

    private void object(Map<?, ?> map, int depth) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            newline(depth + 1);
            value(entry.getKey(), depth + 1);
            out.append(": ");
            value(entry.getValue(), depth + 1);
            separator = ",";
        }
        if (map.isEmpty()) {
            out.append("{}");
        } else {
            newline(depth);
            out.append('}');
        }
    }

    private void list(List<?> list, int depth) {
        boolean tall = list.stream().anyMatch(item -> item instanceof Map<?, ?>);
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.append(tall ? "," : ", ");
            }
            if (tall) {
                newline(depth + 1);
            }
            value(list.get(i), depth + 1);
        }
        if (tall) {
            newline(depth);
        }
        out.append(']');
    }

    private void newline(int depth) {
        out.append('\n').repeat("  ", depth);
    }
}
