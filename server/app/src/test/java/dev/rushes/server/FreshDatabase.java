// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import dev.rushes.server.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL as the first start of a server makes it, with its schema: made once for all tests of this process and copied, because
 * making one takes three seconds and copying one a tenth. Tests of migrations and of the launcher make their own.
 */
final class FreshDatabase {
    private static @Nullable Path made;

    private FreshDatabase() {}

    /** Puts one below a server's data folder, unless it has one already. */
    static void putInto(Path data) throws IOException {
        put(data.resolve("postgres"));
    }

    /** Puts one into a folder and returns how to start it as an operator's own. */
    static PostgresConfig durable(Path folder) throws IOException {
        put(folder);
        return PostgresConfig.durable(folder);
    }

    private static void put(Path target) throws IOException {
        if (!Files.exists(target.resolve("data"))) {
            Files.createDirectories(target);
            copy(template(), target);
        }
    }

    private static synchronized Path template() throws IOException {
        Path present = made;
        if (present != null) {
            return present;
        }
        Path folder = Files.createTempDirectory("fresh-database");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        TestServer.openTo(folder);
        Path template = folder.resolve("postgres");
        try (LocalPostgres postgres = LocalPostgres.start(PostgresConfig.disposable(template))) {
            Database.open(new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password()), 2)
                    .close();
        }
        made = template;
        return template;
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String name : List.of("data", "password")) {
            try (Stream<Path> paths = Files.walk(from.resolve(name))) {
                for (Path path : (Iterable<Path>) paths::iterator) {
                    Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
