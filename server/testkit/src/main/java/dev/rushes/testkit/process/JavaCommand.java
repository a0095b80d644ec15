// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command that starts a program of ours in a test. */
public final class JavaCommand {
    private JavaCommand() {}

    /**
     * Returns the words that start this JVM's Java, with one thread for collecting and little compiling: children of tests live for
     * seconds. The list may be added to; options come after its first word.
     *
     * @param classPath with the separator of this system; a folder of jars as {@code lib/*}
     * @param heap limit of the heap as the JVM takes it, as in {@code 512m}
     * @param words main class and its arguments
     */
    public static List<String> of(String classPath, String heap, String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + heap,
                "-cp",
                classPath));
        command.addAll(Arrays.asList(words));
        return command;
    }
}
