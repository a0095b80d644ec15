// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Prints elements, one a line and two blanks deep for each level; equal calls print equal bytes. */
final class XmlPrinter {

    private final Appendable out;
    private final Deque<String> open = new ArrayDeque<>();

    XmlPrinter(Appendable out, String root) throws IOException {
        this.out = out;
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE ")
                .append(root)
                .append(">\n");
    }

    /** Begins an element; attributes are names and values by turns. */
    XmlPrinter open(String name, String... attributes) throws IOException {
        tag(name, attributes);
        out.append(">\n");
        open.push(name);
        return this;
    }

    XmlPrinter close() throws IOException {
        String name = open.pop();
        indent();
        out.append("</").append(name).append(">\n");
        return this;
    }

    /** Prints an element without content. */
    XmlPrinter empty(String name, String... attributes) throws IOException {
        tag(name, attributes);
        out.append("/>\n");
        return this;
    }

    /** Prints an element with text only. */
    XmlPrinter leaf(String name, Object text) throws IOException {
        tag(name);
        out.append('>');
        escape(String.valueOf(text));
        out.append("</").append(name).append(">\n");
        return this;
    }

    private void tag(String name, String... attributes) throws IOException {
        indent();
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
    }

    private void indent() throws IOException {
        out.append("  ".repeat(open.size()));
    }

    /** Characters that XML 1.0 has no way to write become the replacement character. */
    private void escape(String text) throws IOException {
        for (int point : text.codePoints().toArray()) {
            switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\t', '\n', '\r' ->
                    out.append("&#").append(String.valueOf(point)).append(';');
                default -> out.append(isAllowed(point) ? Character.toString(point) : "\uFFFD");
            }
        }
    }

    private static boolean isAllowed(int point) {
        return point >= 0x20 && point != 0xFFFE && point != 0xFFFF && !(point >= 0xD800 && point <= 0xDFFF);
    }
}
