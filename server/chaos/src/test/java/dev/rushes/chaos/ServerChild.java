// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import dev.rushes.testkit.process.JavaCommand;
import dev.rushes.testkit.process.ServerCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** The server as it ships, from {@code target/dist/server}, as a process on a data folder. */
final class ServerChild implements AutoCloseable {
    static final Duration START = Duration.ofSeconds(90);
    private static final String HEAP = "512m";

    private final Path data;
    private final Child child;

    private ServerChild(Path data, Child child) {
        this.data = data;
        this.child = child;
    }

    /**
     * Starts a server.
     *
     * @param name of its data folder and log below the scene's folder
     * @param settings environment variables beside the defaults of a test
     * @param mutants folders with changed classes that go before the server's own
     */
    static ServerChild start(Scene scene, String name, Map<String, String> settings, List<Path> mutants)
            throws IOException {
        return start(scene, name, settings, mutants, Scene.root().resolve("target/dist"));
    }

    /** Starts the server of an installation, which need not be the one that was just built. */
    static ServerChild start(
            Scene scene, String name, Map<String, String> settings, List<Path> mutants, Path installation)
            throws IOException {
        List<String> command;
        if (mutants.isEmpty()) {
            command = ServerCommand.of(installation, HEAP, "--end-with-input");
        } else {
            String classPath = mutants.stream().map(folder -> folder + ":").collect(Collectors.joining())
                    + installation.resolve("server/lib") + "/*";
            command = JavaCommand.of(classPath, HEAP, "dev.rushes.server.Main", "--end-with-input");
        }
        return launch(scene, name, settings, command);
    }

    /** Starts one as {@code ./rushes serve} does, for figures of speed. */
    static ServerChild startToMeasure(Scene scene, String name, Map<String, String> settings) throws IOException {
        return launch(
                scene,
                name,
                settings,
                ServerCommand.asInstalled(Scene.root().resolve("target/dist"), "--end-with-input"));
    }

    /** Starts one that compiles as {@code ./rushes serve} does, whether or not a start-up cache was made. */
    static ServerChild startAsServed(Scene scene, String name, Map<String, String> settings) throws IOException {
        return launch(
                scene, name, settings, ServerCommand.asServed(Scene.root().resolve("target/dist"), "--end-with-input"));
    }

    private static ServerChild launch(Scene scene, String name, Map<String, String> settings, List<String> command)
            throws IOException {
        Path data = scene.folder().resolve(name);
        Map<String, String> environment = settings(data);
        environment.putAll(settings);
        Child child = Child.start(name, scene.folder().resolve(name + ".log"), command, environment);
        // Ends after its server, which would start it again.
        scene.own(new Database(data.resolve("postgres")));
        return scene.own(new ServerChild(data, child));
    }

    /** Returns the environment of every server of a test. */
    static Map<String, String> settings(Path data) {
        return new HashMap<>(
                Map.of("RUSHES_DATA_DIR", data.toString(), "RUSHES_PORT", "0", "RUSHES_FREE_SPACE_FLOOR_BYTES", "0"));
    }

    static ServerChild start(Scene scene, String name, String workers) throws IOException {
        return start(scene, name, Map.of("RUSHES_WORKERS", workers), List.of());
    }

    /** Waits until it is ready and returns where it listens. */
    URI uri() {
        Path ready = data.resolve("server.json");
        Awaitility.await("server ready; log " + child.log())
                .atMost(START)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    child.assertAlive();
                    return Files.exists(ready) && Files.readString(ready).contains("\"pid\":" + child.pid() + ",");
                });
        try {
            return URI.create(
                    "http://127.0.0.1:" + Files.readString(ready).replaceAll("(?s).*\"port\":(\\d+).*", "$1"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Connects to it as the person who owns its data folder. */
    Connection connect() throws IOException {
        return Connection.to(uri(), data);
    }

    Child child() {
        return child;
    }

    Database database() {
        return new Database(data.resolve("postgres"));
    }

    @Override
    public void close() {
        child.close();
    }
}
