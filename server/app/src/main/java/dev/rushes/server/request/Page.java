// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some items of a list in its order; {@code next} is the id to continue after, null on the last page. */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }

    /** Which page: ids after {@code after} (null for the first), at most {@code size} items. */
    public record Ask(@Nullable String after, int size) {
        /** All items, for callers that need every one. */
        public static final Ask ALL = new Ask(null, Integer.MAX_VALUE - 1);
    }

    /** Cuts {@code items}, which may hold one more than asked for, to the page. */
    public static <T> Page<T> cut(List<T> items, Ask ask, java.util.function.Function<T, String> id) {
        if (items.size() <= ask.size()) {
            return new Page<>(items, null);
        }
        List<T> kept = items.subList(0, ask.size());
        return new Page<>(kept, id.apply(kept.getLast()));
    }
}
