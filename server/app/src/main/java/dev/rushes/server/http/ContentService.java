// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.rushes.server.access.Scope;
import dev.rushes.server.blob.BlobStore;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import dev.rushes.server.link.ContentLinks;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Returns stored bytes with Range, If-Range, ETag and HEAD (RFC 9110), which players need to seek; Armeria's FileService answers Range
 * with the whole file. The ETag is the SHA-256, so it never changes. Only signed links are answered (S-20).
 */
public final class ContentService implements HttpService {
    private final Finder find;
    private final BlobStore blobs;
    private final ContentLinks links;
    private final Duration stall;
    private final HttpFaults faults;

    /**
     * What serving content needs whatever it is.
     *
     * @param stall how long a reader may take nothing
     */
    public record Ground(BlobStore blobs, ContentLinks links, Duration stall, Ids ids) {
        /** Returns a service of what {@code find} finds. */
        public ContentService serving(Finder find) {
            return new ContentService(find, this);
        }
    }

    /** Stored bytes under the name a person knows them by. */
    public record Content(String fileName, String sha256, long sizeBytes) {}

    /** Finds content by the path parameters; {@code name} is empty where the route has none. Throws a fault when there is none. */
    @FunctionalInterface
    public interface Finder {
        Content find(String id, String name);
    }

    private ContentService(Finder find, Ground ground) {
        this.find = find;
        this.blobs = ground.blobs();
        this.links = ground.links();
        this.stall = ground.stall();
        this.faults = new HttpFaults(ground.ids());
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(CompletableFuture.supplyAsync(
                () -> {
                    try {
                        if (!links.permits(request.path())) {
                            return faults.badLink();
                        }
                        String id = Ids.require("id", String.valueOf(context.pathParam("id")));
                        String name = context.pathParam("name");
                        // The signature is the permission, so whose it is does not matter.
                        return answer(
                                context, request, Scope.SYSTEM.call(() -> find.find(id, name == null ? "" : name)));
                    } catch (RuntimeException e) {
                        return faults.response(e);
                    }
                },
                context.blockingTaskExecutor()));
    }

    private HttpResponse answer(ServiceRequestContext context, HttpRequest request, Content content) {
        RequestHeaders asked = request.headers();
        if (asked.method() != HttpMethod.GET && asked.method() != HttpMethod.HEAD) {
            return HttpResponse.of(HttpStatus.METHOD_NOT_ALLOWED);
        }
        if (!blobs.has(content.sha256(), content.sizeBytes())) {
            throw new Fault.Unavailable(
                    Reason.INTERNAL,
                    "the bytes of \"" + content.fileName()
                            + "\" are not in the media folder; restore it from its backup",
                    Duration.ofMinutes(1));
        }
        String etag = "\"" + content.sha256() + "\"";
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.OK)
                .add(HttpHeaderNames.ETAG, etag)
                .add(HttpHeaderNames.ACCEPT_RANGES, "bytes")
                .add(HttpHeaderNames.CACHE_CONTROL, "private, max-age=31536000, immutable")
                .add(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .add(HttpHeaderNames.CONTENT_DISPOSITION, disposition(content.fileName()));
        if (matches(asked.get(HttpHeaderNames.IF_NONE_MATCH, ""), etag)) {
            return HttpResponse.of(headers.status(HttpStatus.NOT_MODIFIED).build());
        }
        headers.contentType(type(content.fileName()));
        String ifRange = asked.get(HttpHeaderNames.IF_RANGE);
        String range = ifRange == null || ifRange.equals(etag) ? asked.get(HttpHeaderNames.RANGE) : null;
        return switch (ByteRange.parse(range, content.sizeBytes())) {
            case ByteRange.Ask.Whole whole -> body(context, headers, content, new ByteRange(0, content.sizeBytes()));
            case ByteRange.Ask.Part(ByteRange part) -> {
                headers.status(HttpStatus.PARTIAL_CONTENT)
                        .set(
                                HttpHeaderNames.CONTENT_RANGE,
                                "bytes " + part.start() + "-" + (part.start() + part.length() - 1) + "/"
                                        + content.sizeBytes());
                yield body(context, headers, content, part);
            }
            case ByteRange.Ask.Unsatisfiable none ->
                HttpResponse.of(headers.status(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
                        .set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + content.sizeBytes())
                        .contentLength(0)
                        .build());
        };
    }

    private HttpResponse body(
            ServiceRequestContext context, ResponseHeadersBuilder headers, Content content, ByteRange part) {
        headers.contentLength(part.length());
        if (context.method() == HttpMethod.HEAD) {
            return HttpResponse.of(headers.build());
        }
        StreamMessage<HttpData> bytes =
                StreamMessage.builder(blobs.path(content.sha256())).build().range(part.start(), part.length());
        Silence silence = new Silence(stall, () -> bytes.abort(ClosedStreamException.get()));
        HttpResponse response = HttpResponse.of(headers.build(), bytes.peek(data -> silence.moved()));
        silence.watch(Silence.Ticker.on(context.eventLoop().withoutContext()));
        var unused = response.whenComplete().whenComplete((nothing, error) -> silence.stop());
        return response;
    }

    private static boolean matches(String ifNoneMatch, String etag) {
        for (String candidate : ifNoneMatch.split(",")) {
            String tag = candidate.strip();
            if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }

    private static String disposition(String fileName) {
        String encoded = URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20");
        return "inline; filename*=UTF-8''" + encoded;
    }

    private static MediaType type(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "mp4", "m4v" -> MediaType.create("video", "mp4");
            case "mov" -> MediaType.create("video", "quicktime");
            case "mkv" -> MediaType.create("video", "x-matroska");
            case "webm" -> MediaType.create("video", "webm");
            case "jpg" -> MediaType.JPEG;
            case "mp3" -> MediaType.create("audio", "mpeg");
            case "m4a", "aac" -> MediaType.create("audio", "mp4");
            case "wav" -> MediaType.create("audio", "wav");
            case "flac" -> MediaType.create("audio", "flac");
            case "ogg", "opus" -> MediaType.create("audio", "ogg");
            default -> MediaType.OCTET_STREAM;
        };
    }
}
