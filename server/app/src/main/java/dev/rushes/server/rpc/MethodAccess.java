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

/** What the contract says a caller of one method needs. */
record MethodAccess(Permission permission, List<Named> resources) {
    MethodAccess {
        resources = List.copyOf(resources);
    }

    /** A field of the request that names something, as the way to it from the request. */
    record Named(Resource.Kind kind, List<FieldDescriptor> path) {
        Named {
            path = List.copyOf(path);
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
        return new MethodAccess(Permission.valueOf(permission), named);
    }

    private static Named named(MethodDescriptor method, String path) {
        List<FieldDescriptor> way = new ArrayList<>();
        Descriptor message = method.getInputType();
        for (String name : path.split("\\.")) {
            FieldDescriptor field = message.findFieldByName(name);
            if (field == null || field.isRepeated()) {
                throw new IllegalStateException(method.getFullName() + " has no single field " + path);
            }
            way.add(field);
            message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : message;
        }
        String last = way.getLast().getName();
        return new Named(Resource.Kind.valueOf(last.replaceFirst("_id$", "").toUpperCase(Locale.ROOT)), way);
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
