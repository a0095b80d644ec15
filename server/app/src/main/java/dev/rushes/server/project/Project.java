// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.project;

import java.time.Instant;

/** A creator's container for shoots. */
public record Project(String id, String displayName, String creatorId, Instant createdAt) {}
