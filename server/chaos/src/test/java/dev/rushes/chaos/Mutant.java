// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Makes a changed copy of a shipped class in a folder that goes before the real one on a child's class path: a mechanism taken
 * out, to see that the tests notice. Nothing in the product can be switched off like that.
 */
final class Mutant {
    private final Path folder;
    private final URLClassLoader shipped;

    private Mutant(Path folder, URLClassLoader shipped) {
        this.folder = folder;
        this.shipped = shipped;
    }

    /** Without the attempt number in the commit of a result: a late writer writes. */
    static Path withoutFence(Scene scene) throws IOException {
        return of(scene, "server").replacing("dev/rushes/server/store/JooqAnalysisStore", "isRunning", code -> {
            ClassDesc table = ClassDesc.of("dev.rushes.db.tables.Analyses");
            ClassDesc field = ClassDesc.of("org.jooq.TableField");
            code.getstatic(ClassDesc.of("dev.rushes.db.Tables"), "ANALYSES", table)
                    .getfield(table, "ANALYSIS_ID", field)
                    .aload(0)
                    .invokestatic(
                            ClassDesc.of("dev.rushes.server.store.Rows"),
                            "uuid",
                            MethodTypeDesc.of(ClassDesc.of("java.util.UUID"), ConstantDescs.CD_String))
                    .invokeinterface(
                            field, "eq", MethodTypeDesc.of(ClassDesc.of("org.jooq.Condition"), ConstantDescs.CD_Object))
                    .areturn();
        });
    }

    /** With a publisher that believes every reader is ready. */
    static Path withoutReadyGate(Scene scene) throws IOException {
        AtomicInteger changed = new AtomicInteger();
        CodeTransform always = (code, element) -> {
            if (element instanceof InvokeInstruction call && call.name().equalsString("isReady")) {
                changed.incrementAndGet();
                code.pop().iconst_1();
            } else {
                code.with(element);
            }
        };
        Path folder = of(scene, "server")
                .transformed(
                        "dev/rushes/server/rpc/WatchStream$Session", ClassTransform.transformingMethodBodies(always));
        if (changed.get() == 0) {
            throw new IllegalStateException(
                    "WatchStream asks isReady nowhere: the mutation of P-15 must follow the code");
        }
        return folder;
    }

    /** Without the lists of demuxers, decoders and protocols before an input. */
    static Path withoutAllowLists(Scene scene) throws IOException {
        return of(scene, "worker")
                .replacing(
                        "dev/rushes/worker/decode/SandboxCommand",
                        "addInputLimits",
                        code -> code.aload(0).areturn());
    }

    /** With a signal that tells nobody of a cancel, so that calls to workers go on. */
    static Path withoutPassingOnCancels(Scene scene) throws IOException {
        return of(scene, "server").replacing("dev/rushes/server/task/CancelSignal", "cancel", code -> code.return_());
    }

    /** With requests that are rebased although nobody asked for it. */
    static Path rebasingUnasked(Scene scene) throws IOException {
        return of(scene, "server")
                .replacing(
                        "dev/rushes/server/timeline/Edits$Order",
                        "rebases",
                        code -> code.iconst_1().ireturn());
    }

    private static Mutant of(Scene scene, String program) throws IOException {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files =
                Files.list(Scene.root().resolve("target/dist").resolve(program).resolve("lib"))) {
            for (Path jar : files.toList()) {
                jars.add(jar.toUri().toURL());
            }
        }
        Path folder = Files.createDirectories(scene.folder().resolve("mutant-" + program));
        return new Mutant(folder, scene.own(new URLClassLoader(jars.toArray(URL[]::new), null)));
    }

    private Path replacing(
            String name, String method, java.util.function.Consumer<java.lang.classfile.CodeBuilder> body)
            throws IOException {
        AtomicInteger changed = new AtomicInteger();
        Path made = transformed(
                name,
                ClassTransform.transformingMethods(
                        found -> found.methodName().equalsString(method), (builder, element) -> {
                            if (element instanceof CodeModel) {
                                changed.incrementAndGet();
                                builder.withCode(body);
                            } else {
                                builder.with(element);
                            }
                        }));
        if (changed.get() != 1) {
            throw new IllegalStateException(name + " has no method " + method + ": the mutation must follow the code");
        }
        return made;
    }

    private Path transformed(String name, ClassTransform transform) throws IOException {
        ClassFile tool = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofClassLoading(shipped).orElse(ClassHierarchyResolver.defaultResolver())));
        try (var in = Objects.requireNonNull(shipped.getResourceAsStream(name + ".class"), name)) {
            ClassModel model = tool.parse(in.readAllBytes());
            Path target = folder.resolve(name + ".class");
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.write(target, tool.transformClass(model, transform));
        }
        return folder;
    }
}
