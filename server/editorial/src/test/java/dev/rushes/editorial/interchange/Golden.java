// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Golden files; {@code -Dgolden.update=true} rewrites the written ones. */
final class Golden {

    private static final Path ROOT = Path.of("src/test/resources/golden");

    private Golden() {}

    static String read(String name) {
        try {
            return Files.readString(ROOT.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void assertBytes(String name, String actual) {
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(ROOT.resolve(name), actual);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(actual).isEqualTo(read(name));
    }

    /** Returns every plain value by its path, numbers by value, so that equal maps mean equal JSON trees. */
    static Map<String, String> flat(String json) {
        Map<String, String> values = new TreeMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            flatten(parser, "", values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flatten(JsonParser parser, String path, Map<String, String> values) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            values.put(path, "object");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                flatten(parser, path + "/" + name, values);
            }
        } else if (token == JsonToken.START_ARRAY) {
            values.put(path, "array");
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                flatten(parser, path + "/" + i, values);
            }
        } else if (token.isNumeric()) {
            values.put(
                    path,
                    "number " + parser.getDecimalValue().stripTrailingZeros().toPlainString());
        } else {
            values.put(path, token + " " + parser.getText());
        }
    }
}
