// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.fault;

import java.util.Map;

/** Why long work ended without a result; kept with the work. The message names files and the fix. */
public record Failure(Kind kind, Reason reason, String message, Map<String, String> metadata) {
    public Failure {
        metadata = Map.copyOf(metadata);
    }

    /** Which family of error it is. */
    public enum Kind {
        /** The caller can change something and try again. */
        REFUSED,
        /** The installation lacks something; the same request may work later. */
        UNAVAILABLE,
        /** A bug; metadata carries an incident id. */
        INTERNAL
    }

    public static Failure refused(Reason reason, String message) {
        return new Failure(Kind.REFUSED, reason, message, Map.of());
    }

    public static Failure unavailable(Reason reason, String message) {
        return new Failure(Kind.UNAVAILABLE, reason, message, Map.of());
    }

    /** Returns what a fault says, for work that ended because of it. */
    public static Failure of(Fault fault) {
        return switch (fault) {
            case Fault.Refused refused -> new Failure(Kind.REFUSED, fault.reason(), fault.text(), refused.metadata());
            case Fault.Exhausted exhausted ->
                new Failure(Kind.UNAVAILABLE, fault.reason(), fault.text(), exhausted.metadata());
            case Fault.Unavailable away -> unavailable(fault.reason(), fault.text());
            default -> refused(fault.reason(), fault.text());
        };
    }

    /** Takes the id under which the log has the details. */
    public static Failure internal(String incidentId) {
        return new Failure(
                Kind.INTERNAL,
                Reason.INTERNAL,
                "something went wrong inside Rushes; try again, and if it comes back tell whoever runs the server incident "
                        + incidentId,
                Map.of("incidentId", incidentId));
    }
}
