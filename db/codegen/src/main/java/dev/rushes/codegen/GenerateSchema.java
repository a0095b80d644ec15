// SPDX-License-Identifier: Apache-2.0
package dev.rushes.codegen;

import dev.rushes.postgres.LocalPostgres;
import dev.rushes.postgres.PostgresConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;
import org.jspecify.annotations.Nullable;

/**
 * Generates {@code dev.rushes.db} from a real PostgreSQL that has run the migrations (decision D-1).
 *
 * <p>Arguments: the migrations folder, the output folder, the versions of the tools. Nothing is done when the migrations
 * and the versions are those of the last run.
 */
public final class GenerateSchema {

    private static final String PACKAGE = "dev.rushes.db";

    private GenerateSchema() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            throw new IllegalArgumentException(
                    "arguments: " + List.of(args) + " (expected: MIGRATIONS_FOLDER OUTPUT_FOLDER VERSIONS)");
        }
        Path migrations = Path.of(args[0]);
        Path output = Path.of(args[1]);
        Path stamp = output.resolveSibling(output.getFileName() + ".sha256");
        String wanted = fingerprint(migrations, args[2]);
        if (Files.exists(stamp) && Files.readString(stamp).equals(wanted) && Files.isDirectory(output)) {
            return;
        }
        Files.deleteIfExists(stamp);
        generate(migrations, output);
        Files.writeString(stamp, wanted);
    }

    private static void generate(Path migrations, Path output) throws Exception {
        Path scratch = Files.createTempDirectory("rushes-codegen-");
        LocalPostgres postgres = LocalPostgres.start(PostgresConfig.disposable(scratch.resolve("db")));
        // A hook, because Ctrl-C ends the build without running any finally block.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(postgres, scratch), "discard-server"));
        Flyway.configure()
                .dataSource(postgres.dataSource())
                .locations("filesystem:" + migrations)
                .validateMigrationNaming(true)
                .load()
                .migrate();
        GenerationTool.generate(configuration(postgres, output));
    }

    private static void discard(LocalPostgres postgres, Path scratch) {
        try {
            postgres.close();
            delete(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + scratch, e);
        }
    }

    private static Configuration configuration(LocalPostgres postgres, Path output) {
        return new Configuration()
                .withLogging(Logging.WARN)
                .withJdbc(new Jdbc()
                        .withUrl(postgres.jdbcUrl())
                        .withUser(postgres.user())
                        .withPassword(postgres.password()))
                .withGenerator(new Generator()
                        .withDatabase(new Database()
                                .withName("org.jooq.meta.postgres.PostgresDatabase")
                                .withInputSchema("public")
                                .withOutputSchemaToDefault(true)
                                .withExcludes("flyway_schema_history"))
                        .withGenerate(new Generate()
                                .withRecords(true)
                                .withPojos(false)
                                .withDaos(false)
                                // Nobody walks from a table to many others by way of a third.
                                .withImplicitJoinPathsManyToMany(false)
                                .withGeneratedAnnotation(true)
                                .withGeneratedAnnotationDate(false))
                        .withTarget(new Target()
                                .withPackageName(PACKAGE)
                                .withDirectory(output.toString())
                                .withClean(true)));
    }

    private static String fingerprint(Path migrations, String versions) throws IOException {
        MessageDigest digest = sha256();
        digest.update(versions.getBytes(StandardCharsets.UTF_8));
        try (Stream<Path> files = Files.walk(migrations)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void delete(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
