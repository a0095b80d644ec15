// SPDX-License-Identifier: Apache-2.0
package dev.rushes.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.rushes.client", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule A14_THIN = classes()
            .that()
            .resideInAPackage("dev.rushes.client..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.grpc..",
                    "com.google.protobuf..",
                    "com.google.rpc..",
                    "dev.rushes.api.v1..",
                    "org.jspecify..",
                    "dev.rushes.client..")
            .because("tablets carry this library (RATIONALE C-1)");
}
