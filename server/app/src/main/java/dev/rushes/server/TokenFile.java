// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.server.access.Accounts;
import dev.rushes.server.access.Gate;
import dev.rushes.server.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The token of the person at this machine, in the data folder where only the owner of the folder reads it. */
final class TokenFile {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    private TokenFile() {}

    /** Makes sure that {@code access-token} holds a good token; writes a new one, whole or not at all, when it does not. */
    static void ensure(Path dataDir, Accounts accounts, Gate gate) throws IOException {
        Path file = dataDir.resolve("access-token");
        if (Files.exists(file) && isGood(Files.readString(file).strip(), gate)) {
            return;
        }
        Path fresh = file.resolveSibling("access-token.new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                fresh, accounts.localToken("access-token of this machine").text() + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        LOG.info("a token for this machine is in {}", file);
    }

    private static boolean isGood(String token, Gate gate) {
        try {
            gate.authenticate("Bearer " + token);
            return true;
        } catch (Fault.Unauthenticated e) {
            LOG.debug("the token of this machine is no longer good", e);
            return false;
        }
    }
}
