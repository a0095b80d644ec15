// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the programs and the data of this installation are.
 *
 * @param home the folder that holds target/dist; system property rushes.home, set by the launcher
 * @param data database, media and caches; RUSHES_DATA_DIR, default below the user's data folder
 */
record Installation(Path home, Path data) {

    static Installation system() {
        String home = System.getProperty("rushes.home");
        if (home == null) {
            throw new CliFailure(ExitCode.ENVIRONMENT, "rushes.home is not set; start Rushes with ./rushes");
        }
        return new Installation(Path.of(home), dataFolder());
    }

    private static Path dataFolder() {
        String chosen = System.getenv("RUSHES_DATA_DIR");
        if (chosen != null && !chosen.isBlank()) {
            return Path.of(chosen).toAbsolutePath();
        }
        String xdg = System.getenv("XDG_DATA_HOME");
        Path base = xdg != null && !xdg.isBlank()
                ? Path.of(xdg)
                : Path.of(System.getProperty("user.home"), ".local", "share");
        return base.resolve("rushes");
    }

    /** Returns the command line of one of the programs: server, worker or testkit. */
    List<String> command(String program, String mainClass, String... arguments) {
        return cachedCommand(program, program, mainClass, arguments);
    }

    /**
     * Returns the same with the start-up cache of a part of the program, which is read sooner than the whole program's.
     *
     * @param cacheName file name without suffix
     */
    List<String> cachedCommand(String program, String cacheName, String mainClass, String... arguments) {
        Path dist = home.resolve("target").resolve("dist");
        Path lib = dist.resolve(program).resolve("lib");
        if (!Files.isDirectory(lib)) {
            throw new CliFailure(ExitCode.ENVIRONMENT, lib + ": not built; run ./rushes doctor to build it");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-XX:+UseSerialGC"));
        // Classes loaded and linked ahead of time by the launcher's build (JEP 483): halves the start.
        Path cache = dist.resolve(cacheName + ".aot");
        if (Files.exists(cache)) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=error"));
        }
        command.addAll(List.of("-cp", lib + "/*", mainClass));
        command.addAll(List.of(arguments));
        return command;
    }
}
