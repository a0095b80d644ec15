// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.encoding.EncodingService;
import dev.rushes.server.fault.Reason;
import java.util.function.Function;

/** Long JSON answers are compressed for those who ask; compressed requests are refused, because a small one can be huge. */
final class Compression implements DecoratingHttpServiceFunction {
    /** Shorter answers gain nothing. */
    private static final int LEAST_BYTES = 8 << 10;

    private static final String IDENTITY = "identity";

    Compression() {}

    /** Compresses JSON answers of at least 8 KiB. */
    static Function<? super HttpService, EncodingService> ofAnswers() {
        return EncodingService.builder()
                .encodableContentTypes(type -> type.is(MediaType.JSON))
                .minBytesToForceChunkedEncoding(LEAST_BYTES)
                .newDecorator();
    }

    @Override
    public HttpResponse serve(HttpService delegate, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        String message = request.headers().get("grpc-encoding", IDENTITY);
        if (GrpcRefusals.isGrpc(request.headers()) && !message.equalsIgnoreCase(IDENTITY)) {
            return GrpcRefusals.unimplemented(
                    request.headers(),
                    "grpc-encoding: \"" + message + "\" (expected: none; send messages as they are)");
        }
        String body = request.headers().get(HttpHeaderNames.CONTENT_ENCODING, IDENTITY);
        if (!body.equalsIgnoreCase(IDENTITY)) {
            return HttpFaults.response(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    Reason.INVALID_FIELD,
                    "content-encoding: \"" + body + "\" (expected: none; send the body as it is)");
        }
        return delegate.serve(context, request);
    }
}
