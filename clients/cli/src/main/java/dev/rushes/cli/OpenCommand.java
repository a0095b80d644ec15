// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import io.grpc.StatusRuntimeException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rushes open}: an address with which a browser on this machine signs itself in. */
@Command(
        name = "open",
        description = "Prints the editor's address, which signs a browser in; good once, for 10 minutes.")
final class OpenCommand implements Callable<Integer> {

    @Mixin
    ServerOption server = new ServerOption();

    @Override
    public Integer call() throws InterruptedException {
        Console console = Console.system();
        try (ServerOption.Session session = server.openRunning()) {
            console.data().println(Pairings.address(session.uri(), Pairings.createForSelf(session.client())));
            return ExitCode.OK.code();
        } catch (StatusRuntimeException e) {
            throw server.explained(e);
        }
    }
}
