// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long the server as it ships, alone and with its own PostgreSQL, takes from its start to being ready: once with a
 * database made anew, then with the one that is there. With {@code target/dist/server.aot}, if {@code ./rushes} has made it.
 * Argument: how many starts, 7 if absent.
 */
public final class ReadyBench {
    private ReadyBench() {}

    public static void main(String[] args) throws Exception {
        int starts = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        Path dist = Path.of(System.getProperty("rushes.root", "../.."), "target", "dist");
        Path folder = Files.createTempDirectory("rushes-ready-bench");
        TestServer.openTo(folder);
        double first = seconds(dist, folder);
        double[] later = new double[starts];
        for (int i = 0; i < starts; i++) {
            later[i] = seconds(dist, folder);
        }
        Arrays.sort(later);
        System.out.printf(
                Locale.ROOT,
                "%d cores, start-up cache %s: ready after %.2f s with a new database; with the one that is there after %.2f s"
                        + " (median of %d), at best %.2f, at worst %.2f%n",
                Runtime.getRuntime().availableProcessors(),
                Files.exists(dist.resolve("server.aot")) ? "used" : "missing",
                first,
                later[starts / 2],
                starts,
                later[0],
                later[starts - 1]);
    }

    private static double seconds(Path dist, Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        Path cache = dist.resolve("server.aot");
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-cp", dist.resolve("server/lib") + "/*", "dev.rushes.server.Main"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("RUSHES_DATA_DIR", folder.resolve("data").toString());
        builder.environment().put("RUSHES_PORT", "0");
        Path ready = folder.resolve("data/server.json");
        long begin = System.nanoTime();
        Process server = builder.start();
        while (!Files.exists(ready)) {
            if (server.waitFor(2, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the server ended with " + server.exitValue() + "; see " + folder);
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        server.destroy();
        server.waitFor();
        return seconds;
    }
}
