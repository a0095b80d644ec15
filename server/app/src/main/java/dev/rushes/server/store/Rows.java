// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Conversions between column types and domain types. */
final class Rows {
    private Rows() {}

    static UUID uuid(String id) {
        return UUID.fromString(id);
    }

    static @Nullable UUID uuidOrNull(@Nullable String id) {
        return id == null ? null : UUID.fromString(id);
    }

    static @Nullable String textOrNull(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }
}
