// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.server.fault.Fault;
import dev.rushes.server.request.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opaque page tokens bound to their query: a token of one list is refused by another. */
final class PageTokens {
    static final int DEFAULT_SIZE = 50;
    static final int MAX_SIZE = 1000;

    private PageTokens() {}

    /** Returns what to fetch; {@code query} names the list and its filter. */
    static Page.Ask ask(String query, int pageSize, String token) {
        return new Page.Ask(token.isEmpty() ? null : parse(query, token), size(pageSize));
    }

    /** What to fetch of a list in the order of a number: items after {@code after}, at most {@code size}. */
    record Numbered(long after, int size) {}

    /** Returns what to fetch of a numbered list; without a token from {@code start} on. */
    static Numbered numbered(String query, int pageSize, String token, long start) {
        if (token.isEmpty()) {
            return new Numbered(start, size(pageSize));
        }
        try {
            return new Numbered(Long.parseLong(last(query, token)), size(pageSize));
        } catch (NumberFormatException e) {
            throw unknown(token);
        }
    }

    private static int size(int pageSize) {
        if (pageSize < 0) {
            throw new Fault.Invalid(
                    "page_size", pageSize + " (expected: 0 for " + DEFAULT_SIZE + ", or 1 to " + MAX_SIZE + ")");
        }
        return pageSize == 0 ? DEFAULT_SIZE : Math.min(pageSize, MAX_SIZE);
    }

    static String next(String query, @Nullable String lastId) {
        return lastId == null
                ? ""
                : Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString((query + "\n" + lastId).getBytes(StandardCharsets.UTF_8));
    }

    private static String parse(String query, String token) {
        try {
            return UUID.fromString(last(query, token)).toString();
        } catch (IllegalArgumentException e) {
            throw unknown(token);
        }
    }

    private static String last(String query, String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n');
            if (end == query.length() && text.startsWith(query)) {
                return text.substring(end + 1);
            }
        } catch (IllegalArgumentException e) {
            throw unknown(token);
        }
        throw unknown(token);
    }

    private static Fault.Invalid unknown(String token) {
        return new Fault.Invalid(
                "page_token", "\"" + token + "\" (expected: next_page_token of the page before, with the same filter)");
    }
}
