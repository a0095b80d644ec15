// SPDX-License-Identifier: Apache-2.0
package dev.rushes.postgres;

import dev.rushes.postgres.PostgresConfig.Durability;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;

/** A process that owns a server until it is told to stop, or killed. */
final class PostgresOwner {

    private PostgresOwner() {}

    public static void main(String[] args) throws Exception {
        PostgresConfig config = new PostgresConfig(
                Path.of(args[0]), Path.of(args[1]), 0, Durability.valueOf(args[2]), Duration.ofSeconds(30));
        try (LocalPostgres postgres = LocalPostgres.start(config);
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            try (Connection connection = postgres.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table if not exists crash (id int)");
                statement.execute("insert into crash values (1)");
            }
            System.out.println("ready " + postgres.pid());
            commands.readLine();
        }
    }
}
