// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import org.jspecify.annotations.Nullable;

/** A part of a file as asked for by a {@code Range} header (RFC 9110, section 14): {@code start} inclusive, {@code length} bytes. */
record ByteRange(long start, long length) {

    /** What a header asks for. */
    sealed interface Ask {
        /** No usable header, or several ranges at once: the whole file. */
        record Whole() implements Ask {}

        /** One part of the file. */
        record Part(ByteRange range) implements Ask {}

        /** A part outside the file: 416. */
        record Unsatisfiable() implements Ask {}
    }

    private static final String UNIT = "bytes=";

    /** Reads a header for a file of {@code size} bytes; null and anything malformed mean the whole file. */
    static Ask parse(@Nullable String header, long size) {
        if (header == null || !header.startsWith(UNIT) || header.indexOf(',') >= 0) {
            return new Ask.Whole();
        }
        String spec = header.substring(UNIT.length()).strip();
        int dash = spec.indexOf('-');
        if (dash < 0) {
            return new Ask.Whole();
        }
        long first = number(spec.substring(0, dash));
        long last = number(spec.substring(dash + 1));
        if (dash == 0) {
            return suffix(last, size);
        }
        boolean open = dash == spec.length() - 1;
        if (first < 0 || (!open && last < first)) {
            return new Ask.Whole();
        }
        if (first >= size) {
            return new Ask.Unsatisfiable();
        }
        long end = open ? size : Math.min(last, size - 1) + 1;
        return new Ask.Part(new ByteRange(first, end - first));
    }

    private static Ask suffix(long count, long size) {
        if (count < 0) {
            return new Ask.Whole();
        }
        if (count == 0 || size == 0) {
            return new Ask.Unsatisfiable();
        }
        long length = Math.min(count, size);
        return new Ask.Part(new ByteRange(size - length, length));
    }

    /** Returns -1 for anything but digits. */
    private static long number(String digits) {
        if (digits.isEmpty() || digits.length() > 18 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Long.parseLong(digits);
    }
}
