// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;

/** What is refused before gRPC sees it is answered as gRPC all the same, so that clients learn more than UNKNOWN. */
final class GrpcRefusals implements ServerErrorHandler {
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNIMPLEMENTED = 12;

    GrpcRefusals() {}

    static boolean isGrpc(RequestHeaders headers) {
        return headers.get(HttpHeaderNames.CONTENT_TYPE, "").startsWith("application/grpc");
    }

    static HttpResponse unimplemented(RequestHeaders request, String message) {
        return answer(request, UNIMPLEMENTED, message);
    }

    @Override
    public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        boolean tooLarge =
                cause instanceof ContentTooLargeException || cause.getCause() instanceof ContentTooLargeException;
        return tooLarge && isGrpc(context.request().headers())
                ? answer(
                        context.request().headers(),
                        RESOURCE_EXHAUSTED,
                        "the message is too large (expected: at most 4 MiB); files go to /uploads")
                : null;
    }

    private static HttpResponse answer(RequestHeaders request, int status, String message) {
        return HttpResponse.of(ResponseHeaders.builder(HttpStatus.OK)
                .set(HttpHeaderNames.CONTENT_TYPE, request.get(HttpHeaderNames.CONTENT_TYPE, "application/grpc"))
                .setInt("grpc-status", status)
                .set("grpc-message", message)
                .endOfStream(true)
                .build());
    }
}
