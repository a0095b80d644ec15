// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import java.io.IOException;

/** What works on the data folder itself and not through a server: it runs in a process of the server's program. */
final class DataPrograms {
    private DataPrograms() {}

    /** Runs it and returns the exit code of the command; it has said itself what it did or why not. */
    static int run(Installation installation, String... words) throws InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(installation.command("server", "dev.rushes.server.BackupMain", words)).inheritIO();
        builder.environment().put("RUSHES_DATA_DIR", installation.data().toString());
        try {
            Process process = builder.start();
            return process.waitFor() == 0 ? ExitCode.OK.code() : ExitCode.ENVIRONMENT.code();
        } catch (IOException e) {
            throw new CliFailure(ExitCode.ENVIRONMENT, "cannot start Java to copy the data (" + e.getMessage() + ")");
        }
    }
}
