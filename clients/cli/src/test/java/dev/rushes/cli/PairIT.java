// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.CreatedToken;
import dev.rushes.api.v1.RedeemPairingRequest;
import dev.rushes.api.v1.Role;
import dev.rushes.api.v1.WhoAmIRequest;
import dev.rushes.client.RushesClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rushes serve}, {@code open}, {@code pair} and {@code token} with a server that runs. */
class PairIT {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+/)#pair=(\\S+)");

    @TempDir
    private Path folder;

    @BeforeEach
    void needsTheProgram() {
        Program.assumeBuilt();
    }

    @Test
    void everyPrintedAddressSignsADeviceIn() throws Exception {
        Path data = folder.resolve("data");
        Program.Outcome alone = Program.run(data, "pair");
        assertThat(alone.exit()).isEqualTo(ExitCode.ENVIRONMENT.code());
        assertThat(alone.err()).contains("./rushes serve");
        try (Program serve = Program.start(data, "serve", "--port", "0")) {
            serve.awaitWhileRunning("an address", START, () -> serve.said().contains("#pair="));
            assertThat(redeemed(serve.said()).getToken().getAccount().getRole()).isEqualTo(Role.ROLE_ADMIN);
            Program.Outcome opened = Program.run(data, "open");
            assertThat(opened.exit()).as(opened.err()).isZero();
            CreatedToken browser = redeemed(opened.out());
            assertThat(browser.getToken().getLabel()).isEqualTo("Ada's tablet");
            assertThat(browser.getToken().getAccount().getRole()).isEqualTo(Role.ROLE_ADMIN);

            Program.Outcome usual = Program.run(data, "pair");
            assertThat(usual.exit()).as(usual.err()).isZero();
            assertThat(redeemed(usual.out()).getToken().getAccount().getRole()).isEqualTo(Role.ROLE_CREATOR);

            Program.Outcome paired = Program.run(data, "pair", "--role", "lead");
            assertThat(paired.exit()).as(paired.err()).isZero();
            assertThat(paired.out().lines().findFirst().orElseThrow()).matches("[2-9A-Z]{4}-[2-9A-Z]{4}");
            CreatedToken device = redeemed(paired.out());
            assertThat(device.getToken().getAccount().getRole()).isEqualTo(Role.ROLE_LEAD);

            Program.Outcome listed = Program.run(data, "token", "list");
            assertThat(listed.out())
                    .contains(device.getToken().getTokenId())
                    .contains("lead")
                    .doesNotContain(device.getText());
            Program.Outcome revoked =
                    Program.run(data, "token", "revoke", device.getToken().getTokenId());
            assertThat(revoked.exit()).as(revoked.err()).isZero();
            assertThat(Program.run(data, "token", "list").out()).contains("revoked");

            Program.Outcome created = Program.run(data, "token", "create", "--label", "backup", "--days", "2");
            assertThat(created.out()).startsWith("rsh_");
            assertThat(created.err()).contains("./rushes token revoke");
        }
    }

    private static CreatedToken redeemed(String text) {
        Matcher address = ADDRESS.matcher(text);
        assertThat(address.find()).as(text).isTrue();
        URI server = URI.create(address.group(1).replaceFirst("/$", ""));
        CreatedToken token;
        try (RushesClient stranger = RushesClient.connect(server, "")) {
            token = stranger.accounts()
                    .redeemPairing(RedeemPairingRequest.newBuilder()
                            .setCode(address.group(2))
                            .setDeviceName("Ada's tablet")
                            .build());
        }
        try (RushesClient device = RushesClient.connect(server, token.getText())) {
            assertThat(device.accounts()
                            .whoAmI(WhoAmIRequest.getDefaultInstance())
                            .getName())
                    .isEqualTo("user");
        }
        return token;
    }
}
