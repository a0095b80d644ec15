// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import java.time.Instant;
import java.util.function.Function;

/**
 * Somebody whom another service signed in.
 *
 * @param issuer that service
 * @param subject who it is there; never given to somebody else
 * @param name what the person is called there; may be empty, and says nothing about who it is
 * @param expiresAt until when the service vouches for it
 */
public record ForeignIdentity(String issuer, String subject, String name, Instant expiresAt) {
    /** Reads a token of another service; throws {@code Fault.Unauthenticated} for one that does not hold. Thread-safe. */
    @FunctionalInterface
    public interface Reader extends Function<String, ForeignIdentity> {}
}
