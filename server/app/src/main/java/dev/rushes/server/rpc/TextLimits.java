// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.FieldDescriptor.Type;
import com.google.protobuf.Message;
import dev.rushes.server.fault.Fault;
import java.util.List;

/**
 * Looks at every text of a request before its method runs: none has control characters, which no name and no sentence needs and which
 * PostgreSQL cannot keep, and none is longer than its field allows. A feature may allow less.
 */
final class TextLimits {
    /** Of sentences a person writes (contract: edit.proto). */
    private static final int SENTENCES = 2000;

    /** Of identities, codes and names (contract: edit.proto). */
    private static final int NAME = 200;

    /** Of anything else; the longest path of common systems. */
    private static final int OTHERS = 4096;

    private TextLimits() {}

    /** Throws {@link Fault.Invalid} naming the first field that is wrong. */
    static void require(Message request) {
        require("", request);
    }

    /** Throws likewise; {@code path} stands before the names of fields. */
    static void require(String path, Message message) {
        message.getAllFields().forEach((field, value) -> {
            String name = path + field.getName();
            if (field.isRepeated()) {
                int index = 0;
                for (Object item : (List<?>) value) {
                    require(name + "[" + index++ + "]", field, item);
                }
            } else {
                require(name, field, value);
            }
        });
    }

    private static void require(String name, FieldDescriptor field, Object value) {
        if (field.getJavaType() == JavaType.MESSAGE) {
            require(name + ".", (Message) value);
        } else if (field.getType() == Type.STRING) {
            text(name, field, (String) value);
        }
    }

    private static void text(String name, FieldDescriptor field, String text) {
        int most = most(field);
        int length = text.codePointCount(0, text.length());
        if (length > most) {
            throw new Fault.Invalid(name, "has " + length + " characters (expected: at most " + most + ")");
        }
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                throw new Fault.Invalid(
                        name,
                        "has a control character (U+%04X, at %d) (expected: text; tabs and line breaks are allowed)"
                                .formatted((int) text.charAt(i), i));
            }
        }
    }

    /** Of Unicode's controls those of ASCII; the others stand in names that were read in the wrong character set, and harm nobody. */
    private static boolean isControl(char c) {
        return c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f;
    }

    private static int most(FieldDescriptor field) {
        return switch (field.getName()) {
            case "note", "instruction" -> SENTENCES;
            case "reason", "author" -> NAME;
            // Its feature counts it.
            case "document_json" -> Integer.MAX_VALUE;
            default -> field.getName().endsWith("_id") ? NAME : OTHERS;
        };
    }
}
