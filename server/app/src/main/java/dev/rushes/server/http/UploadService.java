// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.common.stream.NoopSubscriber;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaFiles;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the bytes of an announced file: {@code PUT /uploads/ID} with the whole file, or with {@code Upload-Offset: N} the rest from byte
 * N on; {@code HEAD} tells the offset. Bytes go to disk as they arrive; 204 means all are stored, checked and durable.
 */
public final class UploadService extends AbstractHttpService {
    /** How many bytes are stored, as in the resumable upload draft. */
    public static final AsciiString UPLOAD_OFFSET = HttpHeaderNames.of("upload-offset");

    private static final Logger LOG = LoggerFactory.getLogger(UploadService.class);

    private final MediaFiles media;
    private final BlobStore blobs;
    private final HttpFaults faults;

    public UploadService(MediaFiles media, BlobStore blobs, Ids ids) {
        this.media = media;
        this.blobs = blobs;
        this.faults = new HttpFaults(ids);
    }

    @Override
    protected HttpResponse doHead(ServiceRequestContext context, HttpRequest request) {
        return answer(context, () -> {
            Media file = file(context);
            long offset = file.active() ? file.sizeBytes() : blobs.offset(file.id());
            return HttpResponse.of(ResponseHeaders.builder(HttpStatus.NO_CONTENT)
                    .add(UPLOAD_OFFSET, Long.toString(offset))
                    .add(HttpHeaderNames.CACHE_CONTROL, "no-store")
                    .build());
        });
    }

    @Override
    protected HttpResponse doPut(ServiceRequestContext context, HttpRequest request) {
        return answer(context, () -> {
            Media file = file(context);
            if (file.active()) {
                // Read to the end and dropped: an answer before the end would reset the stream under the sender.
                request.subscribe(NoopSubscriber.get());
                return HttpResponse.of(request.whenComplete().thenApply(nothing -> stored()));
            }
            long from = offset(request);
            requireLength(request, file, from);
            BlobStore.Upload upload = open(file, from);
            CompletableFuture<Void> received =
                    new BodyReceiver(upload, context.blockingTaskExecutor()).receive(request);
            return HttpResponse.of(received.handleAsync(
                    (nothing, error) -> finish(file, upload, error), context.blockingTaskExecutor()));
        });
    }

    private BlobStore.Upload open(Media file, long from) throws IOException {
        if (from == 0) {
            // A PUT without offset starts over, but never under another request's hands: open() refuses those.
            BlobStore.Upload probe = blobs.open(file.id(), file.sizeBytes(), file.sha256());
            if (probe.offset() == 0) {
                return probe;
            }
            blobs.discard(file.id());
            probe.close();
        }
        BlobStore.Upload upload = blobs.open(file.id(), file.sizeBytes(), file.sha256());
        if (upload.offset() != from) {
            upload.close();
            throw new Fault.Conflict(
                    Reason.WRONG_STATE,
                    "Upload-Offset: " + from + " (expected: " + upload.offset()
                            + "); ask with HEAD and send the rest from there");
        }
        return upload;
    }

    private HttpResponse finish(Media file, BlobStore.Upload upload, @Nullable Throwable error) {
        try (upload) {
            if (error instanceof ClosedStreamException || error instanceof ClosedSessionException) {
                LOG.debug("the sender of {} went away after {} bytes", file.id(), upload.offset());
                return HttpResponse.of(HttpStatus.BAD_REQUEST);
            }
            if (error != null) {
                return faults.response(error);
            }
            if (!upload.isComplete()) {
                throw new Fault.Invalid(
                        Reason.CHECKSUM_MISMATCH,
                        "body",
                        "ended after " + upload.offset() + " of " + file.sizeBytes()
                                + " bytes; send the rest with Upload-Offset: " + upload.offset());
            }
            upload.finish();
            media.activate(file.id());
            return stored();
        } catch (IOException | RuntimeException e) {
            return faults.response(e);
        }
    }

    private static HttpResponse stored() {
        return HttpResponse.of(HttpStatus.NO_CONTENT);
    }

    private Media file(ServiceRequestContext context) {
        return media.media(Ids.require("media_id", String.valueOf(context.pathParam("media_id"))));
    }

    private static long offset(HttpRequest request) {
        String text = request.headers().get(UPLOAD_OFFSET, "0");
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

    private static void requireLength(HttpRequest request, Media file, long from) {
        long length = request.headers().contentLength();
        long expected = file.sizeBytes() - from;
        if (length >= 0 && length != expected) {
            throw new Fault.Invalid(
                    Reason.CHECKSUM_MISMATCH,
                    "Content-Length",
                    length + " from byte " + from + " on (expected: " + expected + ", \"" + file.fileName()
                            + "\" was announced with " + file.sizeBytes() + " bytes)");
        }
    }

    /** Work that answers a request; runs on the blocking executor. */
    @FunctionalInterface
    private interface Work {
        HttpResponse run() throws IOException;
    }

    private HttpResponse answer(ServiceRequestContext context, Work work) {
        return HttpResponse.of(CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.run();
                    } catch (IOException | RuntimeException e) {
                        context.request().abort();
                        return faults.response(e);
                    }
                },
                context.blockingTaskExecutor()));
    }
}
