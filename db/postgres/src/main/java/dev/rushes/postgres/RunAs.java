// SPDX-License-Identifier: Apache-2.0
package dev.rushes.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The user the server's processes run as: PostgreSQL refuses to run as root. */
enum RunAs {
    /** We are a plain user: nothing to do. */
    SELF(List.of()),
    /** We are root and the kernel lets us have a user namespace: the server believes to be nobody, files stay root's. */
    NAMESPACE(List.of("unshare", "--user")),
    /** We are root without user namespaces: the server is nobody and owns the data. */
    NOBODY(List.of("setpriv", "--reuid=" + RunAs.NOBODY_ID, "--regid=" + RunAs.NOBODY_ID, "--clear-groups"));

    private static final int NOBODY_ID = 65534;

    private final List<String> prefix;

    RunAs(List<String> prefix) {
        this.prefix = prefix;
    }

    /** Returns the words to put before a command. */
    List<String> prefix() {
        return prefix;
    }

    /** Returns the user id that must own the data directory. */
    int dataOwner() {
        return this == NOBODY ? NOBODY_ID : ownId();
    }

    /** Returns how this process has to start the server. */
    static RunAs choose() {
        if (ownId() != 0) {
            return SELF;
        }
        return worksHere(NAMESPACE) ? NAMESPACE : NOBODY;
    }

    private static int ownId() {
        try {
            return Trees.ownerOf(
                    Path.of("/proc", Long.toString(ProcessHandle.current().pid())));
        } catch (IOException e) {
            throw new UncheckedIOException("/proc is not mounted: PostgreSQL cannot be started without it", e);
        }
    }

    private static boolean worksHere(RunAs candidate) {
        List<String> command = new java.util.ArrayList<>(candidate.prefix);
        command.add("true");
        try {
            Process probe = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor(5, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
