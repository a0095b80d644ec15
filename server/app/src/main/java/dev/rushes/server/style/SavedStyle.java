// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.style;

import dev.rushes.editorial.style.StyleProfile;
import java.time.Instant;

/** A style profile under its id. */
public record SavedStyle(String id, StyleProfile profile, Instant createdAt) {}
