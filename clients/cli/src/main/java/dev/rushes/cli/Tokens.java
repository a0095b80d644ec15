// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads access tokens. */
final class Tokens {

    private Tokens() {}

    /** Returns the token in a file; says what to do when it cannot be read or holds none. */
    static String read(Path file) {
        String text;
        try {
            text = Files.readString(file).strip();
        } catch (IOException e) {
            throw new CliFailure(
                    ExitCode.ENVIRONMENT,
                    "cannot read the access token in " + file
                            + "; the server writes one for its own user when it starts, others ask the creator for one");
        }
        if (!text.startsWith("rsh_") || text.contains("\n")) {
            throw new CliFailure(
                    ExitCode.ENVIRONMENT, file + " holds no access token (expected: one line that starts with rsh_)");
        }
        return text;
    }
}
