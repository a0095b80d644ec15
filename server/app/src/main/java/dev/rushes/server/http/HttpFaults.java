// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Faults of byte transfers as HTTP answers with one JSON object: reason and message. */
final class HttpFaults {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFaults.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ids ids;

    HttpFaults(Ids ids) {
        this.ids = ids;
    }

    HttpResponse response(Throwable error) {
        if (error instanceof Fault fault) {
            return response(status(fault), fault.reason(), fault.text());
        }
        String incident = ids.next();
        LOG.error("incident {}", incident, error);
        return response(
                HttpStatus.INTERNAL_SERVER_ERROR,
                Reason.INTERNAL,
                "something went wrong inside Rushes; try again, and if it comes back tell whoever runs the server incident "
                        + incident);
    }

    /** The same answer for every flaw of a link, so that it tells nothing about what exists. */
    HttpResponse badLink() {
        return response(
                HttpStatus.FORBIDDEN,
                Reason.LINK_INVALID,
                "this link is incomplete, altered, expired or revoked; read the resource again for a new content_path");
    }

    private static HttpStatus status(Fault fault) {
        return switch (fault) {
            case Fault.NotFound missing -> HttpStatus.NOT_FOUND;
            case Fault.Unauthenticated unknown -> HttpStatus.UNAUTHORIZED;
            case Fault.Denied denied -> HttpStatus.FORBIDDEN;
            case Fault.Conflict conflict -> HttpStatus.CONFLICT;
            case Fault.Stale stale -> HttpStatus.CONFLICT;
            case Fault.Refused refused -> HttpStatus.CONFLICT;
            case Fault.Invalid invalid -> HttpStatus.BAD_REQUEST;
            case Fault.Exhausted full ->
                full.reason() == Reason.STORAGE_FULL ? HttpStatus.INSUFFICIENT_STORAGE : HttpStatus.TOO_MANY_REQUESTS;
            case Fault.TooOften tooOften -> HttpStatus.TOO_MANY_REQUESTS;
            case Fault.Unavailable unavailable -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    static HttpResponse response(HttpStatus status, Reason reason, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.put("reason", reason.name());
        body.put("message", message);
        return HttpResponse.of(status, MediaType.JSON_UTF_8, body.toString());
    }
}
