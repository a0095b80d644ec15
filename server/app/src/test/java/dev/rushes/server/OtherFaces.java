// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Status;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls methods of the contract by hand as gRPC-Web and as REST, as browsers and scripts do. */
final class OtherFaces {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_.]+)}");
    private static final Pattern STATUS = Pattern.compile("(?i)grpc-status: *(\\d+)");
    private static final int TRAILERS = 0x80;
    private static final String NO_SUCH_ID = "0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;

    OtherFaces(URI server) {
        this.server = server;
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(30));
        return token.isEmpty() ? request : request.header("authorization", "Bearer " + token);
    }

    /** Returns how a call as gRPC-Web ends; a stream that sends something is OK and is left. */
    Status.Code grpcWeb(MethodDescriptor method, String token, Message message)
            throws IOException, InterruptedException {
        byte[] bytes = message.toByteArray();
        ByteBuffer frame = ByteBuffer.allocate(5 + bytes.length);
        frame.put((byte) 0).putInt(bytes.length).put(bytes);
        HttpResponse<InputStream> response = http.send(
                request("/" + method.getService().getFullName() + "/" + method.getName(), token)
                        .header("content-type", "application/grpc-web+proto")
                        .header("x-grpc-web", "1")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(frame.array()))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (DataInputStream body = new DataInputStream(response.body())) {
            Optional<String> early = response.headers().firstValue("grpc-status");
            if (early.isPresent()) {
                return code(early.get());
            }
            int kind = body.readUnsignedByte();
            byte[] content = body.readNBytes(body.readInt());
            if ((kind & TRAILERS) == 0) {
                return Status.Code.OK;
            }
            Matcher status = STATUS.matcher(new String(content, StandardCharsets.US_ASCII));
            if (!status.find()) {
                throw new IOException("trailers without a status");
            }
            return code(status.group(1));
        }
    }

    private static Status.Code code(String number) {
        return Status.fromCodeValue(Integer.parseInt(number)).getCode();
    }

    /** Returns the HTTP status of a call as REST; empty for a method that has no path there. */
    Optional<Integer> rest(MethodDescriptor method, String token, Message message, Map<String, String> things)
            throws IOException, InterruptedException {
        HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
        if (rule.getPatternCase() == HttpRule.PatternCase.PATTERN_NOT_SET || method.isServerStreaming()) {
            return Optional.empty();
        }
        String verb = rule.getPatternCase().name();
        String template = String.valueOf(rule.getField(
                HttpRule.getDescriptor().findFieldByNumber(rule.getPatternCase().getNumber())));
        String path = VARIABLE.matcher(template).replaceAll(found -> {
            String field = found.group(1).replaceFirst("^.*\\.", "");
            return things.getOrDefault(field, NO_SUCH_ID);
        });
        StringBuilder query = new StringBuilder();
        if (rule.getBody().isEmpty()) {
            message.getAllFields().forEach((field, value) -> {
                if (!template.contains("{" + field.getName() + "}")
                        && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                    query.append(query.isEmpty() ? '?' : '&')
                            .append(field.getName())
                            .append('=')
                            .append(value);
                }
            });
        }
        HttpRequest.Builder request = request(path + query, token);
        if (rule.getBody().isEmpty()) {
            request.method(verb, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("content-type", "application/json")
                    .method(verb, HttpRequest.BodyPublishers.ofString(body(rule, message)));
        }
        return Optional.of(http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode());
    }

    private static String body(HttpRule rule, Message message) throws InvalidProtocolBufferException {
        if (rule.getBody().equals("*")) {
            return JsonFormat.printer().print(message);
        }
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(rule.getBody());
        return JsonFormat.printer().print((Message) message.getField(field));
    }

    /** Returns the HTTP status that stands for a code. */
    static int http(Status.Code code) {
        return switch (code) {
            case OK -> 200;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, ABORTED -> 409;
            case RESOURCE_EXHAUSTED -> 429;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
            case CANCELLED -> 499;
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
            case INTERNAL, UNKNOWN, DATA_LOSS -> 500;
        };
    }
}
