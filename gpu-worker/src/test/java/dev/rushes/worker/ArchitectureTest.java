// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of the worker, numbered as in the style guide. */
class ArchitectureTest {

    private static final JavaClasses WORKER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.rushes.worker");

    @Test
    void workerIsFound() {
        assertThat(WORKER.size()).isGreaterThan(40);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.rushes.worker.(*)..")
                .should()
                .beFreeOfCycles()
                .because("A2")
                .check(WORKER);
    }

    @Test
    void visionFormsNoCycles() {
        slices().matching("dev.rushes.worker.vision.(*)..")
                .should()
                .beFreeOfCycles()
                .because("A2, W-104: what is measured lies below what is told from it")
                .check(WORKER);
        noClasses()
                .that()
                .resideInAPackage("dev.rushes.worker.vision.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.rushes.worker.vision")
                .because("A2, W-104: the analysers put together what the packages measure")
                .check(WORKER);
    }

    @Test
    void contractStaysAtTheEdge() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.rushes.worker.rpc..", "dev.rushes.worker")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "dev.rushes.api..", "dev.rushes.wire..", "com.linecorp.armeria..")
                .because("A3: analysers and renderer speak editorial values only")
                .check(WORKER);
    }

    @Test
    void workerKnowsNoDatabaseAndNoServer() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jooq..", "java.sql..", "dev.rushes.db..", "dev.rushes.server..")
                .because("A4: the process that parses hostile media must be able to lose everything")
                .check(WORKER);
    }

    @Test
    void nativeCodeStaysInItsPackages() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "..worker.decode..", "..worker.inference..", "..worker.render..", "..worker.vision..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .because("W-12: vision measures with OpenCV; elsewhere native memory has no owner")
                .check(WORKER);
        noClasses()
                .that()
                .resideOutsideOfPackage("..worker.audio..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("be.tarsos..")
                .because("TarsosDSP is GPL and only needed to hear")
                .check(WORKER);
    }

    @Test
    void nobodyWaitsBlindlyOrRollsUnseededDice() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.rushes.worker")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .because("A7")
                .check(WORKER);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl)")
                .because("A8")
                .check(WORKER);
    }

    @Test
    void topLevelClassesAreClosed() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .should(beClosed())
                .because("A9: no inheritance for reuse")
                .check(WORKER);
    }

    @Test
    void ownersOfNativeMemoryAreClosed() {
        classes().should(closeItsPointers()).because("A10").check(WORKER);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that()
                .areTopLevelClasses()
                .should(liveInANullMarkedPackage())
                .because("A11")
                .check(WORKER);
    }

    private static ArchCondition<JavaClass> beClosed() {
        return new ArchCondition<>("be final, abstract or sealed") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean closed = type.getModifiers().contains(JavaModifier.FINAL)
                        || type.getModifiers().contains(JavaModifier.ABSTRACT)
                        || type.isEnum()
                        || type.isRecord();
                events.add(new SimpleConditionEvent(type, closed, type.getName() + " is open for inheritance"));
            }
        };
    }

    private static ArchCondition<JavaClass> closeItsPointers() {
        return new ArchCondition<>("implement AutoCloseable if it holds a native pointer") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean holds = type.getFields().stream()
                        .anyMatch(field -> !field.getModifiers().contains(JavaModifier.STATIC)
                                && field.getRawType().isAssignableTo(Pointer.class));
                boolean held = !holds || type.isAssignableTo(AutoCloseable.class);
                events.add(
                        new SimpleConditionEvent(type, held, type.getName() + " holds a pointer but is never closed"));
            }
        };
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().tryGetPackageInfo().isPresent()
                        && type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type, marked, type.getPackageName() + " has no @NullMarked package-info"));
            }
        };
    }
}
