// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.request;

import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;

/**
 * Gives a repeated request the resource id of its first try. The id is reserved before the resource is made and resources are made
 * only if absent, so a retry after an unknown outcome finds the resource or makes it, never a second one.
 */
public final class Requests {
    /** How long an answer is kept (contract). */
    public static final Duration KEPT = Duration.ofDays(30);

    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final RequestStore store;
    private final Ids ids;
    private final InstantSource clock;

    public Requests(RequestStore store, Ids ids, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Returns the id of the resource to make: a new one, or that of the first try with {@code requestId}. {@code digest} stands for
     * the request without its id; a different one under the same request id is a {@link Fault.Conflict}.
     */
    public String resourceId(String requestId, String method, String digest) {
        if (requestId.isEmpty()) {
            return ids.next();
        }
        requireUuid(requestId);
        RequestStore.Entry kept =
                store.reserve(new RequestStore.Entry(requestId, method, digest, ids.next()), clock.instant());
        if (!kept.method().equals(method) || !kept.digest().equals(digest)) {
            throw new Fault.Conflict(
                    Reason.REQUEST_ID_REUSED,
                    "request_id " + requestId + " was used for a different request; use a new one for each request");
        }
        return kept.resourceId();
    }

    /** Refuses a request id that is no UUID. */
    public static void requireUuid(String requestId) {
        if (!UUID_TEXT.matcher(requestId).matches()) {
            throw new Fault.Invalid("request_id", "\"" + requestId + "\" (expected: a UUID4, or empty)");
        }
    }

    /** Forgets answers older than 30 days. */
    public int forgetOld() {
        return store.forgetBefore(clock.instant().minus(KEPT));
    }
}
