// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

/** Ends a command with one sentence for the person and an exit code. */
final class CliFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    CliFailure(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
