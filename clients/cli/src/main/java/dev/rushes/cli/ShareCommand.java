// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import com.google.protobuf.Duration;
import dev.rushes.api.v1.CreateGuestLinkRequest;
import dev.rushes.api.v1.CreatedToken;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rushes share}: a link with which somebody without an account looks at one edit and comments on it. */
@Command(
        name = "share",
        description =
                "Prints a link with which a guest watches one edit and comments on it; whoever has the link is the guest.",
        footer = {"", "Take a link back with: rushes token revoke TOKEN_ID"})
final class ShareCommand implements Callable<Integer> {

    private static final int LONGEST_DAYS = 90;

    @Parameters(
            arity = "0..1",
            paramLabel = "JOB_ID",
            description = "Which edit, as --json of edit prints it; without it, the newest.")
    @Nullable
    String jobId;

    @Option(
            names = "--days",
            defaultValue = "7",
            paramLabel = "N",
            description = "How long the link works, 1 to 90 (default: 7).")
    int days;

    @Option(names = "--json", description = "Print one JSON object on standard output.")
    boolean json;

    @Mixin
    ServerOption server = new ServerOption();

    @Override
    public Integer call() throws InterruptedException {
        if (days < 1 || days > LONGEST_DAYS) {
            throw new CliFailure(ExitCode.USAGE, "--days: " + days + " (expected: 1 to " + LONGEST_DAYS + ")");
        }
        Console console = Console.system();
        try (ServerOption.Session session = server.openRunning()) {
            String job = jobId == null ? ExportCommand.newestJob(session.client()) : jobId;
            CreatedToken link = session.client()
                    .accounts()
                    .createGuestLink(CreateGuestLinkRequest.newBuilder()
                            .setJobId(job)
                            .setLife(Duration.newBuilder().setSeconds(TimeUnit.DAYS.toSeconds(days)))
                            .build());
            String address = session.uri().toString().replaceFirst("/$", "") + link.getOpenPath();
            if (json) {
                console.json(Map.of(
                        "address",
                        address,
                        "token_id",
                        link.getToken().getTokenId(),
                        "expires_at",
                        Instant.ofEpochSecond(link.getToken().getExpireTime().getSeconds())
                                .toString()));
            } else {
                console.data().println(address);
                console.talk()
                        .println("For edit " + ExportCommand.named(session.client(), job) + ", "
                                + (days == 1 ? "for a day" : "for " + days + " days") + "; ./rushes token revoke "
                                + link.getToken().getTokenId() + " takes it back.");
                if (Pairings.isOwn(session.uri())) {
                    console.talk()
                            .println("It opens on this machine only. " + Pairings.ELSEWHERE
                                    + "rushes share --server https://NAME:PORT --token-file FILE");
                }
            }
            return ExitCode.OK.code();
        } catch (StatusRuntimeException e) {
            throw server.explained(e);
        }
    }
}
