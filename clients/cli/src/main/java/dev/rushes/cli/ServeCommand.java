// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.client.RushesClient;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rushes serve}: keeps a server running, with PostgreSQL and a worker; a server that dies is started again. */
@Command(name = "serve", description = "Runs the server with its database and worker until Ctrl-C.")
final class ServeCommand implements Callable<Integer> {

    /** A server that dies sooner than this after its start counts towards giving up. */
    private static final long SHORT_LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int MOST_SHORT_LIVES = 5;

    @Option(
            names = "--port",
            defaultValue = "${env:RUSHES_PORT:-8080}",
            paramLabel = "PORT",
            description = "Port to listen on (default: RUSHES_PORT, else 8080).")
    int port;

    @Option(names = "--dev", description = "Also serve reflection and the API documentation at /docs.")
    boolean dev;

    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicReference<@Nullable Process> server = new AtomicReference<>();

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new CliFailure(ExitCode.USAGE, "--port: " + port + " (expected: 0 to 65535, 0 takes a free one)");
        }
        Installation installation = Installation.system();
        if (LocalServer.Ready.read(installation.data())
                .filter(LocalServer.Ready::isAlive)
                .isPresent()) {
            throw taken(installation, "a server runs already");
        }
        requireFree(port);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-server"));
        Map<String, String> settings =
                Map.of("RUSHES_PORT", Integer.toString(port), "RUSHES_DEV", Boolean.toString(dev));
        System.err.println("rushes: starting " + (port == 0 ? "on a free port" : "on port " + port) + ", data in "
                + installation.data() + "  (Ctrl-C stops it)");
        int shortLives = 0;
        while (true) {
            long begin = System.nanoTime();
            Process process = LocalServer.launch(installation, List.of(), settings, ProcessBuilder.Redirect.INHERIT);
            server.set(process);
            announce(installation, process, System.err);
            int exit = process.waitFor();
            if (stopping.get() || exit == 0) {
                return ExitCode.OK.code();
            }
            if (exit == LocalServer.FOLDER_TAKEN) {
                throw taken(installation, "another server is starting");
            }
            shortLives = System.nanoTime() - begin < SHORT_LIFE_NANOS ? shortLives + 1 : 0;
            if (shortLives >= MOST_SHORT_LIVES) {
                throw new CliFailure(
                        ExitCode.ENVIRONMENT,
                        "the server stopped " + MOST_SHORT_LIVES + " times in a row (exit " + exit
                                + "); its last lines above say why");
            }
            System.err.println("rushes: the server stopped (exit " + exit + "); starting it again");
        }
    }

    private static CliFailure taken(Installation installation, String what) {
        return new CliFailure(
                ExitCode.ENVIRONMENT, what + " on " + installation.data() + "; stop it or set RUSHES_DATA_DIR");
    }

    /** A server that cannot listen would be started again and again. */
    private static void requireFree(int port) {
        try {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        } catch (IOException e) {
            throw new CliFailure(
                    ExitCode.ENVIRONMENT,
                    "port " + port
                            + " is taken; stop the program that listens there, or choose another port with --port or"
                            + " RUSHES_PORT");
        }
    }

    private static void announce(Installation installation, Process process, PrintStream talk)
            throws InterruptedException {
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            var ready = LocalServer.Ready.read(installation.data()).filter(r -> r.pid() == process.pid());
            if (ready.isPresent()) {
                talk.println("rushes: ready at " + ready.get().uri() + "  (Ctrl-C stops it)");
                talk.println("rushes: " + invitation(installation));
                return;
            }
        }
    }

    /** Says how a browser signs in. A journal keeps what is printed, so it gets no code. */
    private static String invitation(Installation installation) {
        Optional<LocalServer> running =
                System.getenv("JOURNAL_STREAM") == null ? LocalServer.running(installation) : Optional.empty();
        if (running.isEmpty()) {
            return "./rushes open prints an address that signs a browser in";
        }
        LocalServer server = running.get();
        try (RushesClient client = RushesClient.connect(server.uri(), server.token())) {
            return "to edit, open " + Pairings.address(server.uri(), Pairings.createForSelf(client))
                    + "  (good once, for 10 minutes; ./rushes open makes another)";
        } catch (StatusRuntimeException e) {
            return "./rushes open prints an address that signs a browser in";
        }
    }

    private void stop() {
        stopping.set(true);
        Process running = server.get();
        if (running != null && running.isAlive()) {
            running.destroy();
            try {
                if (!running.waitFor(30, TimeUnit.SECONDS)) {
                    running.destroyForcibly();
                }
            } catch (InterruptedException e) {
                running.destroyForcibly();
            }
        }
    }
}
