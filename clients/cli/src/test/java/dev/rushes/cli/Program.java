// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The built command line as a child process with a data folder of its own; remembers every process that it brought to life. */
final class Program implements AutoCloseable {

    private static final Path HOME = Path.of(requireNonNull(System.getProperty("rushes.root"), "rushes.root"));
    private static final Duration POLL = Duration.ofMillis(20);

    private static final long SIGINT_BIT = 1 << 1;

    private final Process process;
    private final Path data;
    private final Path out;
    private final Path err;
    private final Set<ProcessHandle> family = new LinkedHashSet<>();

    /** How a run ended. */
    record Outcome(int exit, String out, String err) {}

    private Program(Process process, Path data, Path out, Path err) {
        this.process = process;
        this.data = data;
        this.out = out;
        this.err = err;
    }

    /** Skips the test with a reason where the programs are not built. */
    static void assumeBuilt() {
        for (String name : List.of("server", "worker", "cli")) {
            Path lib = HOME.resolve("target/dist").resolve(name).resolve("lib");
            assumeTrue(Files.isDirectory(lib), lib + " is not built; run ./rushes test or 'mvn package' first");
        }
    }

    /** Starts a command; a data folder below a new temporary folder is opened to the account PostgreSQL runs under. */
    static Program start(Path data, String... arguments) throws IOException {
        Files.setPosixFilePermissions(data.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Path out = Files.createTempFile(data.getParent(), "out", ".txt");
        Path err = Files.createTempFile(data.getParent(), "err", ".txt");
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Drushes.home=" + HOME,
                "-cp",
                HOME.resolve("target/dist/cli/lib") + "/*",
                "dev.rushes.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("RUSHES_DATA_DIR", data.toString());
        builder.environment().put("RUSHES_FREE_SPACE_FLOOR_BYTES", "0");
        return new Program(builder.start(), data, out, err);
    }

    /** Runs a command to its end. */
    static Outcome run(Path data, String... arguments) throws IOException {
        try (Program program = start(data, arguments)) {
            return program.await(Duration.ofMinutes(3));
        }
    }

    /** Waits for the end. */
    Outcome await(Duration bound) throws IOException {
        Awaitility.await()
                .pollInterval(POLL)
                .atMost(bound)
                .conditionEvaluationListener(unused -> look())
                .until(() -> !process.isAlive());
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Waits until something is so while the program runs. */
    void awaitWhileRunning(String what, Duration bound, Callable<Boolean> condition) {
        Awaitility.await(what)
                .pollInterval(POLL)
                .atMost(bound)
                .failFast("the program ended: " + err, () -> !process.isAlive())
                .until(() -> {
                    look();
                    return condition.call();
                });
    }

    /** Returns the living descendant that runs a main class. */
    Optional<ProcessHandle> descendant(String mainClass) {
        look();
        return process.descendants()
                .filter(child -> Stream.of(child.info().arguments().orElse(new String[0]))
                        .anyMatch(mainClass::equals))
                .findFirst();
    }

    /** Sends a signal, such as TERM, to the program alone. */
    void signal(String name) throws IOException, InterruptedException {
        kill(name, Long.toString(process.pid()));
    }

    /** Does what Ctrl-C does on a terminal: the program and its children in the same group get it. */
    void interruptGroup() throws IOException, InterruptedException {
        kill("INT", "-" + process.pid());
    }

    /** Skips the test with a reason where SIGINT is ignored from birth, as for background jobs of a script. */
    static void assumeInterruptible() throws IOException {
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElse("0");
        assumeTrue(
                (Long.parseUnsignedLong(ignored, 16) & SIGINT_BIT) == 0,
                "SIGINT is ignored in this process, probably a background job; run the tests in the foreground");
    }

    private void kill(String name, String target) throws IOException, InterruptedException {
        look();
        int exit = new ProcessBuilder("kill", "-" + name, "--", target)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).as("kill -" + name).isZero();
    }

    /** What has been said so far on standard error. */
    String said() throws IOException {
        return Files.readString(err);
    }

    /** Fails if a process of this run still lives, found by its parent or by its data folder. */
    void assertNothingLeft() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(family.stream().filter(ProcessHandle::isAlive).map(ProcessHandle::info))
                    .as("children still alive")
                    .isEmpty();
            assertThat(usersOf(data)).as("processes on " + data).isEmpty();
        });
    }

    private void look() {
        process.descendants().forEach(family::add);
    }

    /** Every process whose command line, environment or working directory names the folder. */
    private static List<String> usersOf(Path folder) throws IOException {
        List<String> users = new ArrayList<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (!entry.getFileName().toString().matches("\\d+")) {
                    continue;
                }
                try {
                    String text = Files.readString(entry.resolve("cmdline"), ISO_8859_1)
                            + Files.readString(entry.resolve("environ"), ISO_8859_1)
                            + Files.readSymbolicLink(entry.resolve("cwd"));
                    if (text.contains(folder.toString())) {
                        users.add(entry.getFileName() + " " + text.substring(0, Math.min(200, text.length())));
                    }
                } catch (IOException e) {
                    continue; // it has just ended, or belongs to somebody else
                }
            }
        }
        return users;
    }

    /** Ends whatever still runs. */
    @Override
    public void close() {
        look();
        if (process.isAlive()) {
            process.destroy();
            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> !process.isAlive());
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
