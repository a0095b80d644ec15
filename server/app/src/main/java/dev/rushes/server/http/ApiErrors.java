// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;

/** What is refused below {@code /api} before any method of the contract sees it is told in JSON, with what to do next. */
final class ApiErrors implements ServerErrorHandler {
    private static final ObjectMapper JSON = new ObjectMapper();

    ApiErrors() {}

    @Override
    public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        return null;
    }

    @Override
    public @Nullable AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext context,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        if (headers == null || !headers.path().startsWith("/api/")) {
            return null;
        }
        ObjectNode body = JSON.createObjectNode();
        body.put("code", status.code());
        body.put("message", message(headers, status, description));
        return AggregatedHttpResponse.of(status, MediaType.JSON, body.toString());
    }

    private static String message(RequestHeaders headers, HttpStatus status, @Nullable String description) {
        return switch (status.code()) {
            case 400 ->
                "the request cannot be read; send its body as JSON with the header content-type: application/json, and numbers in the query as"
                        + " numbers";
            case 404 -> headers.path() + " is no path of this API; ./rushes serve --dev lists all of them at /docs";
            case 405 ->
                headers.path() + " does not take " + headers.method()
                        + "; ./rushes serve --dev lists what it takes at /docs";
            default -> description == null ? status.reasonPhrase() : description;
        };
    }
}
