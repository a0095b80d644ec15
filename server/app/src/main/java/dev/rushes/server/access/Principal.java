// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import org.jspecify.annotations.Nullable;

/**
 * A signed-in caller.
 *
 * @param userId who it is
 * @param name the name people know the caller by; unique in the installation, and the author of the caller's edits
 * @param creatorId for whom the caller works now
 * @param jobId the one job a guest may see; null for everybody else
 * @param tokenId the token that was shown; no secret
 */
public record Principal(
        String userId,
        String name,
        String creatorId,
        Role role,
        @Nullable String jobId,
        String tokenId) {}
