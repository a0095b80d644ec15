// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The public contract as it lies on the class path, so that no list can forget a service. */
public final class Contract {
    private static final String FOLDER = "dev/rushes/api/v1/";

    private Contract() {}

    /** Returns every method of every public service. */
    public static List<MethodDescriptor> methods() {
        List<MethodDescriptor> found = new ArrayList<>();
        for (String stub : stubs()) {
            for (ServerMethodDefinition<?, ?> method : service(stub).getMethods()) {
                found.add(((ProtoMethodDescriptorSupplier) Objects.requireNonNull(
                                method.getMethodDescriptor().getSchemaDescriptor()))
                        .getMethodDescriptor());
            }
        }
        return found;
    }

    /** Returns the method of that name. */
    public static MethodDescriptor method(String name) {
        return methods().stream()
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ServerServiceDefinition service(String stub) {
        try {
            Class<?> holder = Class.forName(stub);
            Class<?> async = Class.forName(stub + "$AsyncService");
            Object nothing = java.lang.reflect.Proxy.newProxyInstance(
                    Contract.class.getClassLoader(), new Class<?>[] {async}, (self, method, arguments) -> null);
            return (ServerServiceDefinition)
                    holder.getMethod("bindService", async).invoke(null, nothing);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new AssertionError(stub + " is no generated service", e);
        }
    }

    private static TreeSet<String> stubs() {
        TreeSet<String> found = new TreeSet<>();
        try {
            Path where = Path.of(dev.rushes.api.v1.Access.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(where)) {
                try (Stream<Path> files = Files.list(where.resolve(FOLDER))) {
                    files.forEach(file -> add(found, file.getFileName().toString()));
                }
            } else {
                try (JarFile jar = new JarFile(new File(where.toUri()))) {
                    Enumeration<JarEntry> entries = jar.entries();
                    while (entries.hasMoreElements()) {
                        String name = entries.nextElement().getName();
                        if (name.startsWith(FOLDER)) {
                            add(found, name.substring(FOLDER.length()));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
        if (found.isEmpty()) {
            throw new AssertionError("no service was found");
        }
        return found;
    }

    private static void add(TreeSet<String> found, String file) {
        if (file.endsWith("ServiceGrpc.class")) {
            found.add((FOLDER + file).replace('/', '.').replaceFirst("\\.class$", ""));
        }
    }
}
