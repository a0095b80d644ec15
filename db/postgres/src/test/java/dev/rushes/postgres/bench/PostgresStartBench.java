// SPDX-License-Identifier: Apache-2.0
package dev.rushes.postgres.bench;

import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Locale;

/** Measures how long a durable server takes to come up and go down. Arguments: rounds (default 10). */
public final class PostgresStartBench {

    private static final int WARM_UP = 1;

    private PostgresStartBench() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        Path folder = Files.createTempDirectory("rushes-bench-");
        PostgresConfig config = PostgresConfig.durable(folder.resolve("db"));
        long begin = System.nanoTime();
        LocalPostgres.start(config).close();
        System.out.printf(
                Locale.ROOT,
                "processors=%d cache=%s%ncreate, start and stop: %.0f ms%n",
                Runtime.getRuntime().availableProcessors(),
                config.cache(),
                millisSince(begin));
        double[] start = new double[rounds];
        double[] connect = new double[rounds];
        double[] adopt = new double[rounds];
        double[] stop = new double[rounds];
        for (int i = -WARM_UP; i < rounds; i++) {
            double[][] into = i < 0 ? new double[4][1] : new double[][] {start, connect, adopt, stop};
            round(config, into, Math.max(i, 0));
        }
        print("start on existing data", start);
        print("first connection", connect);
        print("adopt a running server", adopt);
        print("stop", stop);
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void round(PostgresConfig config, double[][] into, int index) throws Exception {
        long begin = System.nanoTime();
        LocalPostgres first = LocalPostgres.start(config);
        into[0][index] = millisSince(begin);
        begin = System.nanoTime();
        try (Connection connection = first.dataSource().getConnection()) {
            connection.isValid(1);
        }
        into[1][index] = millisSince(begin);
        first.detach();
        begin = System.nanoTime();
        try (LocalPostgres second = LocalPostgres.start(config)) {
            into[2][index] = millisSince(begin);
            if (!second.isAdopted()) {
                throw new IllegalStateException("the running server was not adopted");
            }
            begin = System.nanoTime();
        }
        into[3][index] = millisSince(begin);
    }

    private static double millisSince(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }

    private static void print(String what, double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-24s median %4.0f ms, slowest %4.0f ms, %d rounds%n",
                what,
                millis[millis.length / 2],
                millis[millis.length - 1],
                millis.length);
    }
}
