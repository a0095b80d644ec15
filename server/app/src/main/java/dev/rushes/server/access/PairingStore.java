// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import java.time.Instant;
import java.util.List;

/** Codes that are waiting for their device. Every method spans creators and takes care of its scope itself. */
public interface PairingStore {
    /**
     * A code without its text; {@code hash} is {@link PairingCode#hash}.
     *
     * @param role most that the device may do
     * @param label what the device's token is for, when the device tells no name
     * @param makerTokenId the token of the one who made it; the code ends with it
     */
    record Waiting(
            String id,
            byte[] salt,
            byte[] hash,
            Maker maker,
            Role role,
            String label,
            Instant createdAt,
            Instant expiresAt) {}

    /** Who made a code, for which creator, and with which token. */
    record Maker(String userId, String creatorId, String tokenId) {}

    /** Adds a code, removes those that are over, and returns false when the creator has {@code most} live ones. */
    boolean insert(Waiting waiting, int most);

    /** Returns the codes that are good at {@code now}. */
    List<Waiting> live(Instant now);

    /** Takes a code and inserts {@code token} in one transaction; returns false when somebody else took it first. */
    boolean redeem(String pairingId, AccessStore.Token token);
}
