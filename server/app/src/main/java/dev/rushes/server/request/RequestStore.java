// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.request;

import java.time.Instant;

/** Keeps which resource a request id made. */
public interface RequestStore {

    /** What a request id stands for. */
    record Entry(String requestId, String method, String digest, String resourceId) {}

    /** Keeps {@code entry} unless its request id is known; returns what is kept. */
    Entry reserve(Entry entry, Instant now);

    /** Forgets entries made before {@code limit}; returns how many. */
    int forgetBefore(Instant limit);
}
