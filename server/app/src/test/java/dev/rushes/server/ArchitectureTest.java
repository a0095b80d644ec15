// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

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
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of the server, numbered as in the style guide. */
class ArchitectureTest {
    private static final String ROOT = "dev.rushes.server";
    private static final String[] FEATURES = {
        ROOT + ".project..",
        ROOT + ".media..",
        ROOT + ".analysis..",
        ROOT + ".preview..",
        ROOT + ".style..",
        ROOT + ".timeline..",
        ROOT + ".generation..",
        ROOT + ".render..",
        ROOT + ".request..",
        ROOT + ".system.."
    };

    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void serverIsFound() {
        assertThat(SERVER.size()).isGreaterThan(100);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.rushes.(*).(*)..")
                .should()
                .beFreeOfCycles()
                .because("A2")
                .check(SERVER);
    }

    @Test
    void onlyRpcAndTaskSpeakGrpc() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".rpc..", ROOT + ".task..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "dev.rushes.api..", "dev.rushes.wire..", "com.google.rpc..")
                .because("A3: a change of the contract stops at its edge (S-1)")
                .check(SERVER);
    }

    @Test
    void onlyStoreSpeaksSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jooq..", "java.sql..", "dev.rushes.db..")
                .because("A4: features are tested without a database (S-1)")
                .check(SERVER);
    }

    @Test
    void featuresKnowNoEdge() {
        noClasses()
                .that()
                .resideInAnyPackage(FEATURES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".rpc..", ROOT + ".store..", ROOT + ".http..", "com.linecorp.armeria..")
                .because("A5")
                .check(SERVER);
    }

    @Test
    void timeAndChanceAreGiven() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callConstructor(Random.class)
                .because("A7: tests decide what time it is")
                .check(SERVER);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl)")
                .because("A8")
                .check(SERVER);
    }

    @Test
    void topLevelClassesAreClosed() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .should(beFinalOrAbstract())
                .because("A9: no inheritance for reuse")
                .check(SERVER);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes().should(liveInANullMarkedPackage()).because("A11").check(SERVER);
    }

    @Test
    void loggingGoesThroughSlf4j() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("A13")
                .check(SERVER);
    }

    @Test
    void streamsGoThroughTheOnePublisher() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".rpc..")
                .and()
                .haveSimpleNameNotStartingWith("WatchStream")
                .and()
                .doNotHaveSimpleName("Unary")
                .should()
                .callMethod(io.grpc.stub.StreamObserver.class, "onNext", Object.class)
                .because("S-2: an ungated onNext loop grows without bound outside the heap")
                .check(SERVER);
    }

    private static ArchCondition<JavaClass> beFinalOrAbstract() {
        return new ArchCondition<>("be final, sealed, abstract, a record or an enum") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean closed = item.getModifiers().contains(JavaModifier.FINAL)
                        || item.getModifiers().contains(JavaModifier.ABSTRACT)
                        || item.isEnum()
                        || item.getSimpleName().equals("package-info");
                events.add(new SimpleConditionEvent(item, closed, item.getName()));
            }
        };
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a @NullMarked package") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class)
                        || item.getSimpleName().equals("package-info");
                events.add(new SimpleConditionEvent(item, marked, item.getName()));
            }
        };
    }
}
