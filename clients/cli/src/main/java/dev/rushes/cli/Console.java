// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command prints: data on standard output, everything else on standard error.
 *
 * @param data standard output
 * @param talk standard error
 * @param live whether talk is a terminal
 * @param color whether to colour it (NO_COLOR is honoured)
 */
record Console(PrintStream data, PrintStream talk, boolean live, boolean color) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Console system() {
        boolean terminal = Tty.isTerminal(Tty.STDERR) && !"dumb".equals(System.getenv("TERM"));
        return new Console(System.out, System.err, terminal, terminal && System.getenv("NO_COLOR") == null);
    }

    StepView steps() {
        return new StepView(talk, live, color);
    }

    /** Prints one JSON object on standard output. */
    void json(Map<String, ?> object) {
        try {
            data.println(JSON.writeValueAsString(object));
        } catch (IOException e) {
            throw new IllegalStateException("maps and lists can always be written", e);
        }
    }

    String bold(String text) {
        return color ? "\u001b[1;32m" + text + "\u001b[0m" : text;
    }
}
