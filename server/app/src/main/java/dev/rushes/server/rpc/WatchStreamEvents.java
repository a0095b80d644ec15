// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Status;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A watch as server-sent events: each message is one event with its revision as {@code id}, a keep-alive is a comment, the end of the
 * work is the event {@code end} and the end of the stream the event {@code error} with a status. Ready only when the transport has taken
 * what was written, like a gRPC stream. Used by one thread at a time, except for readiness and cancellation.
 */
final class WatchStreamEvents<R extends Message> extends ServerCallStreamObserver<R> {
    private static final JsonFormat.Printer JSON = JsonFormat.printer()
            .omittingInsignificantWhitespace()
            .preservingProtoFieldNames()
            .usingTypeRegistry(JsonFormat.TypeRegistry.newBuilder()
                    .add(StatusDetails.TYPES.stream()
                            .map(Message::getDescriptorForType)
                            .toList())
                    .build());
    private static final String REVISION = "revision";

    private final HttpResponseWriter writer = HttpResponse.streaming();
    private final AtomicBoolean ready = new AtomicBoolean();
    private volatile Runnable onReady = () -> {};
    private volatile Runnable onCancel = () -> {};
    private volatile boolean cancelled;

    WatchStreamEvents() {
        writer.whenComplete().whenComplete((nothing, error) -> {
            cancelled = true;
            onCancel.run();
        });
        writer.write(ResponseHeaders.builder(HttpStatus.OK)
                .contentType(MediaType.EVENT_STREAM)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("x-accel-buffering", "no")
                .build());
        write("retry: 1000\n\n");
    }

    HttpResponse response() {
        return writer;
    }

    static String json(Message message) {
        try {
            return JSON.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message of this server has no JSON form", e);
        }
    }

    private void write(String text) {
        ready.set(false);
        if (writer.tryWrite(HttpData.ofUtf8(text))) {
            writer.whenConsumed().thenRun(() -> {
                ready.set(true);
                onReady.run();
            });
        }
    }

    @Override
    public boolean isReady() {
        return ready.get();
    }

    @Override
    public void onNext(R message) {
        if (message.getAllFields().size() <= 1) {
            write(": keep-alive\n\n");
            return;
        }
        Object revision = message.getField(message.getDescriptorForType().findFieldByName(REVISION));
        write("id: " + revision + "\ndata: " + json(message) + "\n\n");
    }

    @Override
    public void onError(Throwable error) {
        Status status = StatusProto.fromThrowable(error);
        write("event: error\ndata: " + (status == null ? "{}" : json(status)) + "\n\n");
        writer.close();
    }

    @Override
    public void onCompleted() {
        write("event: end\ndata: {}\n\n");
        writer.close();
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
        onReady = handler;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
        onCancel = handler;
    }

    @Override
    public void setCompression(String compression) {}

    @Override
    public void setMessageCompression(boolean enable) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}
}
