// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

/** What the process returns; documented in the README. */
enum ExitCode {
    /** Done. */
    OK(0),
    /** The command line or a named file or folder is wrong. */
    USAGE(2),
    /** The footage or the song cannot be used for what was asked. */
    MEDIA(3),
    /** The installation or the server cannot do it: a missing program, no space, no connection. */
    ENVIRONMENT(4);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
