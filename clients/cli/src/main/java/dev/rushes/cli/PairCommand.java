// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.api.v1.Pairing;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rushes pair}: a code that signs in one more device. */
@Command(
        name = "pair",
        description =
                "Prints a code that signs in one more device, and the address to open there; good once, for 10 minutes.")
final class PairCommand implements Callable<Integer> {

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description =
                    "What the device may do: reviewer, lead, creator or admin, at most your own (default: creator, or your own where that is less).")
    @Nullable
    String role;

    @Option(
            names = "--label",
            defaultValue = "",
            paramLabel = "TEXT",
            description = "What the device is called in lists.")
    String label = "";

    @Option(names = "--json", description = "Print one JSON object on standard output.")
    boolean json;

    @Mixin
    ServerOption server = new ServerOption();

    @Override
    public Integer call() throws InterruptedException {
        Console console = Console.system();
        var unused = Pairings.role(role);
        try (ServerOption.Session session = server.openRunning()) {
            Pairing pairing = Pairings.create(session.client(), role, label);
            String address = Pairings.address(session.uri(), pairing);
            if (json) {
                console.json(Map.of(
                        "code",
                        pairing.getCode(),
                        "address",
                        address,
                        "expires_at",
                        Instant.ofEpochSecond(pairing.getExpireTime().getSeconds())
                                .toString()));
            } else {
                console.data().println(pairing.getCode());
                console.data().println(address);
                console.talk().println(Pairings.howToUse(session.uri()));
            }
            return ExitCode.OK.code();
        } catch (StatusRuntimeException e) {
            throw server.explained(e);
        }
    }
}
