// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
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
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of the kernel, numbered as in the style guide. */
final class ArchitectureTest {

    private static final JavaClasses KERNEL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.rushes.editorial");

    @Test
    void kernelIsFound() {
        assertThat(KERNEL.size()).isGreaterThan(50);
    }

    @Test
    void kernelDependsOnTheJdkAlone() {
        classes()
                .that()
                .resideOutsideOfPackage("..interchange..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax.xml..", "org.jspecify..", "dev.rushes.editorial..")
                .because("A1: server and worker decide with the same pure code (E-1)")
                .check(KERNEL);
    }

    @Test
    void interchangeMayUseTheStreamingJsonParserOnly() {
        classes()
                .that()
                .resideInAPackage("..interchange..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.xml..",
                        "org.jspecify..",
                        "dev.rushes.editorial..",
                        "com.fasterxml.jackson.core..")
                .because("A1 and E-1")
                .check(KERNEL);
        noClasses()
                .that()
                .resideOutsideOfPackage("..interchange..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..interchange..")
                .because("documents are an edge of the kernel, never its middle")
                .check(KERNEL);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.rushes.editorial.(*)..")
                .should()
                .beFreeOfCycles()
                .because("A2")
                .check(KERNEL);
    }

    @Test
    void timeAndTimelineHoldNoFloatingPoint() {
        fields().that()
                .areDeclaredInClassesThat(resideInAPackage("dev.rushes.editorial.time..")
                        .or(resideInAPackage("dev.rushes.editorial.timeline.."))
                        .or(resideInAPackage("dev.rushes.editorial.edit..")))
                .should()
                .notHaveRawType(double.class)
                .andShould()
                .notHaveRawType(float.class)
                .because("A6: positions are whole frames")
                .check(KERNEL);
    }

    @Test
    void nobodyAsksTheClockOrRollsUnseededDice() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .because("A7: the same inputs and seed give the same timeline")
                .check(KERNEL);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl)")
                .because("A8")
                .check(KERNEL);
    }

    @Test
    void topLevelClassesAreClosed() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .should(beFinalAbstractOrSealed())
                .because("A9: no inheritance for reuse")
                .check(KERNEL);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that()
                .areTopLevelClasses()
                .should(liveInANullMarkedPackage())
                .because("A11")
                .check(KERNEL);
    }

    private static ArchCondition<JavaClass> beFinalAbstractOrSealed() {
        return new ArchCondition<>("be final, abstract or sealed") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean closed = type.getModifiers().contains(JavaModifier.FINAL)
                        || type.getModifiers().contains(JavaModifier.ABSTRACT)
                        || type.isEnum()
                        || type.isRecord()
                        || type.reflect().isSealed();
                events.add(new SimpleConditionEvent(type, closed, type.getName() + " is open for inheritance"));
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
