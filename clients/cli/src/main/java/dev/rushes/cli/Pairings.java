// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import dev.rushes.api.v1.CreatePairingRequest;
import dev.rushes.api.v1.Pairing;
import dev.rushes.api.v1.Role;
import dev.rushes.api.v1.WhoAmIRequest;
import dev.rushes.client.RushesClient;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Codes that sign in one more device, and roles as words. */
final class Pairings {

    /** Before the command that gives an address for other devices. */
    static final String ELSEWHERE =
            "Another device needs a server that listens on the network with a certificate (RUSHES_HOST,"
                    + " RUSHES_TLS_CERTIFICATE_FILE, RUSHES_TLS_KEY_FILE; see server/app/README.md) and its name there: ";

    private Pairings() {}

    /** Makes a code for a browser of the person whose token is used: it may what that person may. */
    static Pairing createForSelf(RushesClient client) {
        Role own = client.accounts().whoAmI(WhoAmIRequest.getDefaultInstance()).getRole();
        return create(client, own, "browser");
    }

    /** Makes a code; {@code role} null means creator, or that of whose token is used where that is less. */
    static Pairing create(RushesClient client, @Nullable String role, String label) {
        return create(client, role(role), label);
    }

    private static Pairing create(RushesClient client, Role role, String label) {
        return client.accounts()
                .createPairing(CreatePairingRequest.newBuilder()
                        .setRole(role)
                        .setLabel(label)
                        .build());
    }

    /** Returns what to open on the device. What stands behind # stays in the browser: no server and no log sees it. */
    static String address(URI server, Pairing pairing) {
        String base = server.toString();
        return (base.endsWith("/") ? base : base + "/") + "#pair=" + pairing.getCode();
    }

    /** Returns what to do with a code. */
    static String howToUse(URI server) {
        return isOwn(server)
                ? "Good once, for 10 minutes, in a browser on this machine. " + ELSEWHERE
                        + "rushes pair --server https://NAME:PORT --token-file FILE"
                : "Type the code on the device, or open the address there. Good once, for 10 minutes.";
    }

    /** Returns whether an address means the machine itself wherever it is opened. */
    static boolean isOwn(URI server) {
        String host = String.valueOf(server.getHost());
        return host.startsWith("127.") || host.equals("localhost") || host.equals("[::1]");
    }

    /** Reads a role as people type it; null is none. */
    static Role role(@Nullable String word) {
        if (word == null) {
            return Role.ROLE_UNSPECIFIED;
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "reviewer" -> Role.ROLE_REVIEWER;
            case "lead" -> Role.ROLE_LEAD;
            case "creator" -> Role.ROLE_CREATOR;
            case "admin" -> Role.ROLE_ADMIN;
            default ->
                throw new CliFailure(
                        ExitCode.USAGE, "--role: " + word + " (expected: reviewer, lead, creator or admin)");
        };
    }

    /** Returns the word for a role. */
    static String word(Role role) {
        return role.name().replaceFirst("^ROLE_", "").toLowerCase(Locale.ROOT);
    }
}
