// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.rushes.server.access.Gate;
import dev.rushes.server.access.Permission;
import dev.rushes.server.access.Principal;
import dev.rushes.server.access.Resource;
import dev.rushes.server.access.Scope;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.media.Uploads;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the bytes of an announced file: {@code PUT /uploads/ID} with the whole file, or with {@code Upload-Offset: N} the rest from byte
 * N on; {@code PATCH} with {@code Upload-Offset: N} a piece of any length; {@code HEAD} tells the offset. Bytes go to disk as they
 * arrive. 204 means that the bytes up to the told offset are durable, and at the end of the file that it is checked and stored. A sender
 * that falls silent gets 408 with the offset, and the upload is free for the next request.
 */
public final class UploadService extends AbstractHttpService {
    /** How many bytes are durable, as in the resumable upload draft. */
    public static final AsciiString UPLOAD_OFFSET = HttpHeaderNames.of("upload-offset");

    private static final Logger LOG = LoggerFactory.getLogger(UploadService.class);
    private static final long SHORT_BODY_BYTES = 64 << 10;

    private final MediaFiles media;
    private final Uploads uploads;
    private final Gate gate;
    private final Duration stall;
    private final HttpFaults faults;

    /** Takes, among others, how long a sender may send nothing. */
    public UploadService(MediaFiles media, Uploads uploads, Gate gate, Duration stall, Ids ids) {
        this.media = media;
        this.uploads = uploads;
        this.gate = gate;
        this.stall = stall;
        this.faults = new HttpFaults(ids);
    }

    @Override
    protected HttpResponse doHead(ServiceRequestContext context, HttpRequest request) {
        return answer(context, file -> told(uploads.offset(file)));
    }

    @Override
    protected HttpResponse doPut(ServiceRequestContext context, HttpRequest request) {
        return answer(context, file -> {
            if (uploads.isStored(file)) {
                return drained(context, request, file);
            }
            long from = offset(request, "0");
            long length = request.headers().contentLength();
            long expected = file.sizeBytes() - from;
            if (length >= 0 && length != expected) {
                throw new Fault.Invalid(
                        Reason.CHECKSUM_MISMATCH,
                        "Content-Length",
                        length + " from byte " + from + " on (expected: " + expected + ", \"" + file.fileName()
                                + "\" was announced with " + file.sizeBytes() + " bytes)");
            }
            return receive(context, request, file, from, true);
        });
    }

    @Override
    protected HttpResponse doPatch(ServiceRequestContext context, HttpRequest request) {
        return answer(context, file -> {
            if (uploads.isStored(file)) {
                return drained(context, request, file);
            }
            return receive(context, request, file, offset(request, ""), false);
        });
    }

    private HttpResponse receive(
            ServiceRequestContext context, HttpRequest request, Media file, long from, boolean toTheEnd)
            throws IOException {
        Uploads.Writer writer = toTheEnd && from == 0 ? uploads.openAnew(file) : uploads.open(file, from);
        Executor scoped = Scope.current().on(context.blockingTaskExecutor());
        CompletableFuture<Void> received = receive(context, request, writer::write, scoped);
        return HttpResponse.of(received.handleAsync((nothing, error) -> finish(file, writer, toTheEnd, error), scoped));
    }

    private CompletableFuture<Void> receive(
            ServiceRequestContext context, HttpRequest request, BodyReceiver.Sink sink, Executor executor) {
        return new BodyReceiver(sink, executor, stall)
                .receive(request, Silence.Ticker.on(context.eventLoop().withoutContext()));
    }

    private HttpResponse finish(Media file, Uploads.Writer opened, boolean toTheEnd, @Nullable Throwable error) {
        try (opened) {
            if (error instanceof ClosedStreamException || error instanceof ClosedSessionException) {
                LOG.debug("the sender of {} went away", file.id());
                return HttpResponse.of(HttpStatus.BAD_REQUEST);
            }
            boolean silent = error instanceof BodyReceiver.Stalled;
            if (error != null && !silent) {
                return refused(file, error);
            }
            if (opened.isComplete()) {
                opened.finish();
                return told(file.sizeBytes());
            }
            long durable = opened.commit();
            if (silent) {
                return silent(durable);
            }
            if (toTheEnd) {
                throw new Fault.Invalid(
                        Reason.CHECKSUM_MISMATCH,
                        "body",
                        "ended after " + durable + " of " + file.sizeBytes()
                                + " bytes; send the rest with Upload-Offset: " + durable);
            }
            return told(durable);
        } catch (IOException | RuntimeException e) {
            return refused(file, e);
        }
    }

    /** Read to the end and dropped: an answer before the end would reset the stream under the sender. */
    private HttpResponse drained(ServiceRequestContext context, HttpRequest request, Media file) {
        return HttpResponse.of(receive(context, request, BodyReceiver.Sink.NOWHERE, context.blockingTaskExecutor())
                .handle((nothing, error) ->
                        error instanceof BodyReceiver.Stalled ? silent(file.sizeBytes()) : told(file.sizeBytes())));
    }

    /**
     * Lets a short body come to its end before a refusal: bytes that come while nobody takes them any more reset the stream, and its sender
     * never hears why. A long one is not waited for.
     */
    private HttpResponse afterBody(ServiceRequestContext context, HttpResponse refusal) {
        long length = context.request().headers().contentLength();
        if (length <= 0 || length > SHORT_BODY_BYTES) {
            return refusal;
        }
        return HttpResponse.of(
                receive(context, context.request(), BodyReceiver.Sink.NOWHERE, context.blockingTaskExecutor())
                        .handle((nothing, error) -> refusal));
    }

    private HttpResponse silent(long offset) {
        return at(
                offset,
                HttpFaults.response(
                        HttpStatus.REQUEST_TIMEOUT,
                        Reason.LIMIT_EXCEEDED,
                        "no byte came for " + stall.toSeconds() + " s; send the rest with Upload-Offset: " + offset));
    }

    private static HttpResponse told(long offset) {
        return HttpResponse.of(ResponseHeaders.builder(HttpStatus.NO_CONTENT)
                .add(UPLOAD_OFFSET, Long.toString(offset))
                .add(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .build());
    }

    /** A conflict tells the offset, so that its receiver can go on without asking. */
    private HttpResponse refused(Media file, Throwable error) {
        HttpResponse response = faults.response(error);
        if (!(error instanceof Fault.Conflict)) {
            return response;
        }
        // Read here: headers are mapped on another thread.
        return at(uploads.offset(file), response);
    }

    private static HttpResponse at(long offset, HttpResponse response) {
        String text = Long.toString(offset);
        return response.mapHeaders(
                headers -> headers.toBuilder().set(UPLOAD_OFFSET, text).build());
    }

    private static long offset(HttpRequest request, String fallback) {
        String text = request.headers().get(UPLOAD_OFFSET, fallback);
        try {
            long offset = Long.parseLong(text);
            if (offset >= 0) {
                return offset;
            }
        } catch (NumberFormatException e) {
            throw new Fault.Invalid("Upload-Offset", "\"" + text + "\" (expected: a number of bytes)");
        }
        throw new Fault.Invalid("Upload-Offset", "\"" + text + "\" (expected: >= 0)");
    }

    /** Work that answers a request; runs on the blocking executor. */
    @FunctionalInterface
    private interface Work {
        HttpResponse run(Media file) throws IOException;
    }

    private HttpResponse answer(ServiceRequestContext context, Media file, Work work) {
        try {
            return work.run(file);
        } catch (IOException | RuntimeException e) {
            return afterBody(context, refused(file, e));
        }
    }

    private HttpResponse answer(ServiceRequestContext context, Work work) {
        return HttpResponse.of(CompletableFuture.supplyAsync(
                () -> {
                    try {
                        Principal caller =
                                gate.authenticate(context.request().headers().get(HttpHeaderNames.AUTHORIZATION));
                        String id = String.valueOf(context.pathParam("media_id"));
                        gate.require(
                                caller,
                                Permission.EDIT,
                                new Resource(Resource.Kind.MEDIA, Ids.require("media_id", id)));
                        return new Scope.Person(caller, Permission.EDIT)
                                .call(() -> answer(context, media.media(id), work));
                    } catch (RuntimeException e) {
                        return afterBody(context, faults.response(e));
                    }
                },
                context.blockingTaskExecutor()));
    }
}
