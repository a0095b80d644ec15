// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.common.base.Suppliers;
import com.google.common.base.Throwables;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import dev.rushes.server.fault.Fault;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The JSON form of one service's messages, made at its first use: it is generated code for every message, half of the time a server
 * would need to start, and most servers speak JSON for few services. Thread-safe.
 */
final class LateJson implements GrpcJsonMarshaller {
    /** How the parser speaks of a word that an enum does not have. */
    private static final Pattern ENUM = Pattern.compile("enum type: ([\\w.]+)");

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
                    "body", "cannot be read: " + why(marshaller, firstLine(Throwables.getRootCause(e))));
        }
    }

    /** Says which words an enum has where one was written wrong, because the parser does not. */
    private static String why(Marshaller<?> marshaller, String complaint) {
        Matcher enumeration = ENUM.matcher(complaint);
        if (enumeration.find()
                && marshaller instanceof MethodDescriptor.PrototypeMarshaller<?> known
                && known.getMessagePrototype() instanceof Message request) {
            Optional<EnumDescriptor> type = find(enumeration.group(1), request.getDescriptorForType(), new HashSet<>());
            if (type.isPresent()) {
                return "a word that " + type.get().getName() + " does not have (expected: "
                        + type.get().getValues().stream()
                                .filter(value -> value.getNumber() != 0)
                                .map(EnumValueDescriptor::getName)
                                .collect(Collectors.joining(", "))
                        + ")";
            }
        }
        return complaint
                + " (expected: the request's message in the JSON of protocol buffers, a duration as \"12s\", a 64-bit number as a"
                + " number or its text)";
    }

    private static Optional<EnumDescriptor> find(String name, Descriptor message, Set<Descriptor> seen) {
        if (!seen.add(message)) {
            return Optional.empty();
        }
        for (FieldDescriptor field : message.getFields()) {
            if (field.getJavaType() == FieldDescriptor.JavaType.ENUM
                    && field.getEnumType().getFullName().equals(name)) {
                return Optional.of(field.getEnumType());
            }
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                Optional<EnumDescriptor> inside = find(name, field.getMessageType(), seen);
                if (inside.isPresent()) {
                    return inside;
                }
            }
        }
        return Optional.empty();
    }

    /** Where in the body a parser stood follows in further lines, and names classes. */
    private static String firstLine(Throwable error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    }
}
