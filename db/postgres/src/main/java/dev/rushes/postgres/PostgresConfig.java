// SPDX-License-Identifier: Apache-2.0
package dev.rushes.postgres;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a {@link LocalPostgres} keeps its files and how careful it is with them.
 *
 * @param directory holds the data, the password and the server log; created when absent, kept on stop
 * @param cache holds the unpacked binaries, shared by all data directories of a user
 * @param port TCP port on 127.0.0.1; 0 picks a free one
 * @param durability whether a commit survives a power cut
 * @param patience longest wait for the server to become ready, also for a crashed one to vanish
 */
public record PostgresConfig(Path directory, Path cache, int port, Durability durability, Duration patience) {

    /** What a commit promises. */
    public enum Durability {
        /** {@code fsync} and {@code synchronous_commit} are on: for everything a person owns. */
        DURABLE,
        /** Nothing is flushed: for code generation and tests, whose data is thrown away. */
        DISPOSABLE
    }

    /** Long enough for crash recovery of a busy server on a slow disk; taste. */
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(60);

    public PostgresConfig {
        directory = requireNonNull(directory, "directory").toAbsolutePath().normalize();
        cache = requireNonNull(cache, "cache").toAbsolutePath().normalize();
        requireNonNull(durability, "durability");
        requireNonNull(patience, "patience");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0..65535, 0 picks a free one)");
        }
    }

    /** Returns a configuration whose commits survive a power cut, on a free port. */
    public static PostgresConfig durable(Path directory) {
        return new PostgresConfig(directory, PostgresBinaries.defaultCache(), 0, Durability.DURABLE, DEFAULT_PATIENCE);
    }

    /** Returns a configuration for data that is thrown away: fast, never for a person's work. */
    public static PostgresConfig disposable(Path directory) {
        return new PostgresConfig(
                directory, PostgresBinaries.defaultCache(), 0, Durability.DISPOSABLE, DEFAULT_PATIENCE);
    }

    /** Returns this configuration on a fixed port. */
    public PostgresConfig onPort(int newPort) {
        return new PostgresConfig(directory, cache, newPort, durability, patience);
    }

    /** Returns this configuration with the binaries unpacked into another folder. */
    public PostgresConfig withCache(Path newCache) {
        return new PostgresConfig(directory, newCache, port, durability, patience);
    }

    Path data() {
        return directory.resolve("data");
    }

    Path log() {
        return directory.resolve("server.log");
    }

    Path passwordFile() {
        return directory.resolve("password");
    }
}
