// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Message;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.rushes.server.request.Requests;
import dev.rushes.server.task.CancelSignal;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers of unary methods: what is thrown goes to the status mapper, the rest is one message. */
final class Unary {
    private Unary() {}

    static <R> void answer(StreamObserver<R> observer, Supplier<R> work) {
        R response = work.get();
        observer.onNext(response);
        observer.onCompleted();
    }

    /** Answers likewise; the work hears when its caller goes away. */
    static <R> void answer(StreamObserver<R> observer, Function<CancelSignal, R> work) {
        CancelSignal cancel = new CancelSignal();
        // A cancel handler of gRPC would wait behind this very method.
        ServiceRequestContext.current().whenRequestCancelling().thenAccept(cause -> cancel.cancel());
        answer(observer, () -> work.apply(cancel));
    }

    /** Returns the id for the resource that {@code request} makes; {@code stripped} is the request without its id. */
    static String resourceId(Requests requests, String method, String requestId, Message stripped) {
        return requests.resourceId(requestId, method, digest(stripped));
    }

    /** Returns a text that stands for the content of a message. */
    static String digest(Message message) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(message.getDescriptorForType().getFullName().getBytes(StandardCharsets.UTF_8));
            java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
            var out = com.google.protobuf.CodedOutputStream.newInstance(bytes);
            out.useDeterministicSerialization();
            message.writeTo(out);
            out.flush();
            digest.update(bytes.toByteArray());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | java.io.IOException e) {
            throw new IllegalStateException("a request cannot be digested", e);
        }
    }
}
