// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import java.io.IOException;
import java.util.List;

/** Runs another program of the installation with this process's streams. */
final class Programs {

    private Programs() {}

    /** Runs to the end and returns the exit code; an interrupt or Ctrl-C stops the program too. */
    static int run(List<String> command) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            throw new CliFailure(
                    ExitCode.ENVIRONMENT, "cannot start " + command.getFirst() + " (" + e.getMessage() + ")");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-child"));
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            throw e;
        }
    }
}
