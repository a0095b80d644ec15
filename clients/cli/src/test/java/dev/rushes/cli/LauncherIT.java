// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher in a small copy of the tree, with programs that write down how they were called. */
class LauncherIT {

    private static final List<String> SOURCES = List.of("proto", "db", "server", "gpu-worker", "clients");

    @TempDir
    Path folder;

    private Path home;
    private Path calls;

    @BeforeEach
    void layOutTree() throws IOException {
        home = Files.createDirectory(folder.resolve("a home"));
        calls = folder.resolve("calls");
        Files.copy(Path.of(System.getProperty("rushes.root"), "rushes"), home.resolve("rushes"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.createDirectories(home.resolve(".mvn"));
        for (String source : SOURCES) {
            Files.createDirectories(home.resolve(source).resolve("src/main"));
            Files.createDirectories(home.resolve(source).resolve("src/test"));
        }
        program("jdk/bin/javac", "exit 1");
        program("jdk/bin/java", "printf '%s\\n' \"$@\"");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        program("maven/bin/mvn", "echo mvn \"$@\" >>'" + calls + "'; mkdir -p target/dist/cli/lib");
        libraries("libxcb.so.1", "libxcb-shm.so.0", "libasound.so.2", "libpulse.so.0", "libgomp.so.1");
    }

    @Test
    void argumentsReachTheCommandLineUnchanged() throws Exception {
        Outcome outcome = run("edit", "two words", "--song", "a*.mp3");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines())
                .contains(
                        "-Drushes.home=" + home, home + "/target/dist/cli/lib/*", "--enable-native-access=ALL-UNNAMED")
                .endsWith("dev.rushes.cli.Main", "edit", "two words", "--song", "a*.mp3");
    }

    @Test
    void unchangedSourcesAreBuiltOnce() throws Exception {
        assertThat(run("doctor").err()).contains("Building Rushes");
        Files.writeString(home.resolve("server/src/test/NewTest.java"), "class NewTest {}");
        assertThat(run("doctor").err()).doesNotContain("Building Rushes");
        assertThat(Files.readAllLines(calls)).hasSize(1);
    }

    @Test
    void changedSourceIsBuiltAgain() throws Exception {
        run("doctor");
        Files.writeString(home.resolve("server/src/main/New.java"), "class New {}");
        run("doctor");
        assertThat(Files.readAllLines(calls)).hasSize(2);
    }

    @Test
    void failedBuildShowsItsErrorsAndIsTriedAgain() throws Exception {
        program("maven/bin/mvn", "echo '[INFO] noise'; echo '[ERROR] New.java:3 expected ;'; exit 1");
        Outcome outcome = run("doctor");
        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.err())
                .contains("[ERROR] New.java:3 expected ;", "the build failed", home + "/target/build.log")
                .doesNotContain("noise");
        program("maven/bin/mvn", "mkdir -p target/dist/cli/lib");
        assertThat(run("doctor").exit()).isZero();
    }

    @Test
    void missingLibrariesAreNamedWithTheirPackages() throws Exception {
        libraries("libxcb.so.1", "libxcb-shm.so.0", "libpulse.so.0");
        Outcome outcome = run("edit", "clips");
        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.err()).containsPattern("apt-get install libasound2(t64)? libgomp1'");
        assertThat(run("doctor").exit()).isZero();
    }

    @Test
    void unknownBenchmarkListsTheKnownOnes() throws Exception {
        Path bench = home.resolve("server/src/test/java/dev/rushes/bench/SortBench.java");
        Files.createDirectories(bench.getParent());
        Files.writeString(bench, "");
        Outcome outcome = run("bench", "nothing");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("  SortBench");
    }

    @Test
    void testVerbVerifiesEverythingAndChecksTheDeployment() throws Exception {
        Files.createDirectories(home.resolve("deploy"));
        Files.copy(folder.resolve("jdk/bin/javac"), home.resolve("deploy/check.sh"));
        Outcome outcome = run("test");
        assertThat(Files.readString(calls)).contains("--fail-at-end verify");
        assertThat(outcome.exit()).as("the deployment check failed").isEqualTo(1);
        assertThat(outcome.out()).contains("0 tests run, 0 failed, 0 skipped");
    }

    private void libraries(String... names) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            lines.add("echo '\t" + name + " (libc6,x86-64) => /lib/" + name + "'");
        }
        program("fake/ldconfig", String.join("\n", lines));
    }

    private void program(String path, String script) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Outcome run(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("bash", home.resolve("rushes").toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", folder.resolve("jdk").toString(),
                        "MAVEN_HOME", folder.resolve("maven").toString(),
                        "PATH", folder.resolve("fake") + ":" + System.getenv("PATH")));
        int exit = builder.start().waitFor();
        return new Outcome(
                exit, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private record Outcome(int exit, String out, String err) {}
}
