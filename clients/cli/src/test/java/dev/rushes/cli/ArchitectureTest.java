// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.rushes.cli", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule THIN = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rushes.editorial..",
                    "dev.rushes.server..",
                    "dev.rushes.worker..",
                    "dev.rushes.testkit..",
                    "dev.rushes.api.worker..")
            .because("the command line knows the public contract only (RATIONALE C-4)");
}
