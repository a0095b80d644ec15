// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.common.base.Suppliers;
import com.google.common.base.Throwables;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import dev.rushes.server.fault.Fault;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;

/**
 * The JSON form of one service's messages, made at its first use: it is generated code for every message, half of the time a server
 * would need to start, and most servers speak JSON for few services. Thread-safe.
 */
final class LateJson implements GrpcJsonMarshaller {
    private final Supplier<GrpcJsonMarshaller> json;

    LateJson(Supplier<GrpcJsonMarshaller> json) {
        this.json = Suppliers.memoize(json::get);
    }

    @Override
    public <T> void serializeMessage(Marshaller<T> marshaller, T message, OutputStream out) throws IOException {
        json.get().serializeMessage(marshaller, message, out);
    }

    @Override
    public <T> T deserializeMessage(Marshaller<T> marshaller, InputStream in) {
        try {
            return json.get().deserializeMessage(marshaller, in);
        } catch (IOException | RuntimeException e) {
            // Only requests are read here.
            throw new Fault.Invalid(
                    "body",
                    "cannot be read: " + firstLine(Throwables.getRootCause(e))
                            + " (expected: the request's message in the JSON of protocol buffers, a duration as \"12s\", a 64-bit number as"
                            + " a number or its text)");
        }
    }

    /** Where in the body a parser stood follows in further lines, and names classes. */
    private static String firstLine(Throwable error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    }
}
