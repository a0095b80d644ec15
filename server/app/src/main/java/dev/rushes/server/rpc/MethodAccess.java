// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import dev.rushes.api.v1.Access;
import dev.rushes.api.v1.AccessProto;
import dev.rushes.server.access.Permission;
import dev.rushes.server.access.Resource;
import dev.rushes.server.id.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the contract says a caller of one method needs. */
record MethodAccess(Permission permission, List<Named> resources, Optional<Subject> audited) {
    MethodAccess {
        resources = List.copyOf(resources);
    }

    /** A field of the request that names something, as the way to it from the request. */
    record Named(Resource.Kind kind, List<FieldDescriptor> path) {
        Named {
            path = List.copyOf(path);
        }
    }

    /** Where an audited call says what was acted on, as the way to it; an empty way is nothing. */
    record Subject(boolean ofResponse, List<FieldDescriptor> path) {
        private static final Pattern IDENTITY = Pattern.compile("[0-9A-Za-z-]{1,64}");

        Subject {
            path = List.copyOf(path);
        }

        /** Returns the identity in a call; empty for none, and for what is too long or odd to be one. */
        String of(@Nullable Message request, @Nullable Message response) {
            Message message = ofResponse ? response : request;
            if (message == null || path.isEmpty()) {
                return "";
            }
            for (FieldDescriptor step : path.subList(0, path.size() - 1)) {
                message = (Message) message.getField(step);
            }
            String text = (String) message.getField(path.getLast());
            return IDENTITY.matcher(text).matches() ? text : "";
        }
    }

    /** Reads the method's option; throws when it has none, or names what its request does not have. */
    static MethodAccess of(MethodDescriptor method) {
        if (!method.getOptions().hasExtension(AccessProto.access)) {
            throw new IllegalStateException(
                    method.getFullName() + " does not say what its caller needs (option access)");
        }
        Access access = method.getOptions().getExtension(AccessProto.access);
        String permission = access.getPermission().name().replaceFirst("^PERMISSION_", "");
        List<Named> named = new ArrayList<>();
        for (String path : access.getResourcesList()) {
            named.add(named(method, path));
        }
        return new MethodAccess(
                Permission.valueOf(permission),
                named,
                access.hasAudit()
                        ? Optional.of(subject(method, access.getAudit().getSubject()))
                        : Optional.empty());
    }

    private static Subject subject(MethodDescriptor method, String path) {
        if (path.isEmpty()) {
            return new Subject(false, List.of());
        }
        List<FieldDescriptor> asked = way(method.getInputType(), path);
        List<FieldDescriptor> answered = asked.isEmpty() ? way(method.getOutputType(), path) : asked;
        if (answered.isEmpty() || answered.getLast().getJavaType() != FieldDescriptor.JavaType.STRING) {
            throw new IllegalStateException(method.getFullName() + " has no single text " + path + " to audit");
        }
        return new Subject(asked.isEmpty(), answered);
    }

    private static Named named(MethodDescriptor method, String path) {
        List<FieldDescriptor> way = way(method.getInputType(), path);
        if (way.isEmpty()) {
            throw new IllegalStateException(method.getFullName() + " has no single field " + path);
        }
        String last = way.getLast().getName();
        return new Named(Resource.Kind.valueOf(last.replaceFirst("_id$", "").toUpperCase(Locale.ROOT)), way);
    }

    /** Returns the fields on the way to a field of a message; empty when it has none. */
    private static List<FieldDescriptor> way(Descriptor start, String path) {
        List<FieldDescriptor> way = new ArrayList<>();
        Descriptor message = start;
        for (String name : path.split("\\.")) {
            FieldDescriptor field = message.findFieldByName(name);
            if (field == null || field.isRepeated()) {
                return List.of();
            }
            way.add(field);
            message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : message;
        }
        return way;
    }

    /** Returns what a request names; throws a fault for what is no id. */
    List<Resource> named(Message request) {
        List<Resource> found = new ArrayList<>();
        for (Named field : resources) {
            Message at = request;
            for (FieldDescriptor step : field.path().subList(0, field.path().size() - 1)) {
                at = (Message) at.getField(step);
            }
            FieldDescriptor last = field.path().getLast();
            String id = (String) at.getField(last);
            if (!id.isEmpty()) {
                found.add(new Resource(field.kind(), Ids.require(last.getName(), id)));
            }
        }
        return found;
    }
}
