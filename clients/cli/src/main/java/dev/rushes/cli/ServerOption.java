// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.client.RushesClient;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command talks to. */
final class ServerOption {

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "Use this server, for example http://host:8080. Without it, the one of this machine; where none runs, one is started for the run, except by open, pair and share.")
    @Nullable
    URI server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "${env:RUSHES_TOKEN_FILE}",
            description = "Access token for --server; by default the file that RUSHES_TOKEN_FILE names.")
    @Nullable
    Path tokenFile;

    /** A client and, when it was started for the run, its server. */
    record Session(RushesClient client, URI uri, @Nullable LocalServer owned) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
            if (owned != null) {
                owned.close();
            }
        }
    }

    /** The error of a call, with the server's address when it cannot be reached. */
    CliFailure explained(StatusRuntimeException e) {
        return server != null && e.getStatus().getCode() == Status.Code.UNAVAILABLE
                ? new CliFailure(
                        ExitCode.ENVIRONMENT,
                        "--server " + server
                                + ": cannot be reached; start one with ./rushes serve, or leave --server out")
                : Failures.of(e);
    }

    private String token() {
        if (tokenFile == null) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "--server needs an access token: name its file with --token-file or RUSHES_TOKEN_FILE; on the server's machine"
                            + " it is access-token in the data folder, elsewhere ask the creator for one");
        }
        return Tokens.read(tokenFile);
    }

    /** Talks to a server that goes on running after the command; starts none. */
    Session openRunning() throws InterruptedException {
        if (server != null) {
            return open();
        }
        Installation installation = Installation.system();
        LocalServer running = LocalServer.running(installation)
                .orElseThrow(() -> new CliFailure(
                        ExitCode.ENVIRONMENT,
                        "no server runs on " + installation.data()
                                + "; start one with ./rushes serve, or name one with --server"));
        return new Session(RushesClient.connect(running.uri(), running.token()), running.uri(), null);
    }

    Session open() throws InterruptedException {
        if (server != null) {
            try {
                return new Session(RushesClient.connect(server, token()), server, null);
            } catch (IllegalArgumentException e) {
                throw new CliFailure(ExitCode.USAGE, "--server: " + e.getMessage());
            }
        }
        LocalServer local = LocalServer.open(Installation.system());
        Session session = new Session(RushesClient.connect(local.uri(), local.token()), local.uri(), local);
        Runtime.getRuntime().addShutdownHook(new Thread(local::close, "stop-server"));
        return session;
    }
}
