// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import com.google.protobuf.Timestamp;
import dev.rushes.api.v1.ApiToken;
import dev.rushes.api.v1.CreateApiTokenRequest;
import dev.rushes.api.v1.CreatedToken;
import dev.rushes.api.v1.ListApiTokensRequest;
import dev.rushes.api.v1.RevokeApiTokenRequest;
import dev.rushes.client.RushesClient;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rushes token}: makes, lists and revokes access tokens. */
@Command(
        name = "token",
        description = "Makes, lists and revokes access tokens.",
        synopsisSubcommandLabel = "(create | list | revoke)",
        subcommands = {TokenCommand.Create.class, TokenCommand.Listing.class, TokenCommand.Revoke.class})
final class TokenCommand implements Runnable {

    private static final int LONGEST_DAYS = 3650;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** One call to a server. */
    @FunctionalInterface
    private interface Call {
        void run(RushesClient client);
    }

    private static int call(ServerOption server, Call call) throws InterruptedException {
        try (ServerOption.Session session = server.open()) {
            call.run(session.client());
            return ExitCode.OK.code();
        } catch (StatusRuntimeException e) {
            throw server.explained(e);
        }
    }

    private static String time(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds()).toString();
    }

    /** {@code rushes token create}. */
    @Command(name = "create", description = "Makes a token for yourself and prints it; it cannot be read again.")
    static final class Create implements Callable<Integer> {

        @Option(names = "--label", defaultValue = "", paramLabel = "TEXT", description = "What it is for.")
        String label = "";

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "reviewer, lead, creator or admin, at most your own (default: your own).")
        @Nullable
        String role;

        @Option(
                names = "--days",
                paramLabel = "N",
                description = "How long it is good; without it until it is revoked.")
        @Nullable
        Integer days;

        @Mixin
        ServerOption server = new ServerOption();

        @Override
        public Integer call() throws InterruptedException {
            CreateApiTokenRequest.Builder request =
                    CreateApiTokenRequest.newBuilder().setLabel(label).setRole(Pairings.role(role));
            if (days != null) {
                if (days < 1 || days > LONGEST_DAYS) {
                    throw new CliFailure(ExitCode.USAGE, "--days: " + days + " (expected: 1 to " + LONGEST_DAYS + ")");
                }
                request.setExpireTime(Timestamp.newBuilder()
                        .setSeconds(Instant.now().plus(Duration.ofDays(days)).getEpochSecond()));
            }
            return TokenCommand.call(server, client -> {
                CreatedToken made = client.accounts().createApiToken(request.build());
                System.out.println(made.getText());
                System.err.println("Keep it safe, it cannot be read again; ./rushes token revoke "
                        + made.getToken().getTokenId() + " ends it.");
            });
        }
    }

    /** {@code rushes token list}. */
    @Command(name = "list", description = "Lists tokens by their ids, never their secrets.")
    static final class Listing implements Callable<Integer> {

        @Option(names = "--json", description = "Print one JSON object on standard output.")
        boolean json;

        @Mixin
        ServerOption server = new ServerOption();

        @Override
        public Integer call() throws InterruptedException {
            return TokenCommand.call(server, client -> {
                List<Map<String, String>> rows =
                        client
                                .accounts()
                                .listApiTokens(ListApiTokensRequest.getDefaultInstance())
                                .getTokensList()
                                .stream()
                                .map(Listing::row)
                                .toList();
                if (json) {
                    Console.system().json(Map.of("tokens", rows));
                } else {
                    rows.forEach(row -> System.out.println(String.join("  ", row.values())));
                }
            });
        }

        private static Map<String, String> row(ApiToken token) {
            Map<String, String> row = new LinkedHashMap<>();
            row.put("token_id", token.getTokenId());
            row.put("role", Pairings.word(token.getAccount().getRole()));
            row.put("name", token.getAccount().getName());
            row.put("state", state(token));
            row.put("created_at", time(token.getCreateTime()));
            row.put("last_used_at", token.hasLastUseTime() ? time(token.getLastUseTime()) : "never");
            row.put("label", token.getLabel());
            return row;
        }

        private static String state(ApiToken token) {
            if (token.hasRevokeTime()) {
                return "revoked";
            }
            boolean over = token.hasExpireTime()
                    && Instant.ofEpochSecond(token.getExpireTime().getSeconds()).isBefore(Instant.now());
            return over ? "expired" : "good";
        }
    }

    /** {@code rushes token revoke}. */
    @Command(name = "revoke", description = "Makes a token useless at once.")
    static final class Revoke implements Callable<Integer> {

        @Parameters(paramLabel = "ID", description = "As ./rushes token list shows it.")
        String id = "";

        @Mixin
        ServerOption server = new ServerOption();

        @Override
        public Integer call() throws InterruptedException {
            return TokenCommand.call(server, client -> {
                var unused = client.accounts()
                        .revokeApiToken(RevokeApiTokenRequest.newBuilder()
                                .setTokenId(id)
                                .build());
                System.err.println("revoked " + id);
            });
        }
    }
}
