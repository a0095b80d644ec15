// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The worker's configuration, read once from the environment.
 *
 * @param host address to listen on; RUSHES_WORKER_HOST, default 127.0.0.1
 * @param port port to listen on, 0 picks a free one; RUSHES_WORKER_PORT, default 0
 * @param slots analyses at once; RUSHES_WORKER_SLOTS, default the number of cores
 * @param mediaRoot only files below it are read and written; RUSHES_MEDIA_ROOT, required
 * @param cacheDir rendered segments and inference engines; RUSHES_WORKER_CACHE, default the system's temporary folder
 * @param exitOnStdinClose stops when standard input ends, so that no worker outlives its server;
 *     RUSHES_WORKER_EXIT_ON_STDIN_CLOSE, default false
 * @param secretFile holds the secret that calls must carry, or null to let every caller on this machine in; RUSHES_WORKER_SECRET_FILE,
 *     required when the address to listen on is not of this machine alone, unless {@code tls} tells who calls
 * @param tls the certificates that this worker shows and asks callers for, or null for calls in the clear; RUSHES_WORKER_TLS_…_FILE
 * @param beatModel ONNX file of a beat network, see {@link dev.rushes.worker.audio.NeuralActivation}, or null;
 *     RUSHES_WORKER_BEAT_MODEL, default none
 */
public record WorkerConfig(
        String host,
        int port,
        int slots,
        Path mediaRoot,
        Path cacheDir,
        boolean exitOnStdinClose,
        @Nullable Path secretFile,
        @Nullable TlsFiles tls,
        @Nullable Path beatModel) {

    private static final int LEAST_SECRET = 32;

    /** Reads the environment; names the variable in the message when a value is wrong. */
    public static WorkerConfig from(Map<String, String> environment) {
        String root = environment.get("RUSHES_MEDIA_ROOT");
        if (root == null || root.isBlank()) {
            throw new IllegalArgumentException(
                    "RUSHES_MEDIA_ROOT is not set (expected: the folder shared with the server)");
        }
        String cache = environment.getOrDefault(
                "RUSHES_WORKER_CACHE",
                Path.of(System.getProperty("java.io.tmpdir"), "rushes-worker-cache")
                        .toString());
        String beatModel = environment.getOrDefault("RUSHES_WORKER_BEAT_MODEL", "");
        String host = environment.getOrDefault("RUSHES_WORKER_HOST", "127.0.0.1");
        String secretFile = environment.getOrDefault("RUSHES_WORKER_SECRET_FILE", "");
        TlsFiles tls = TlsFiles.from(environment);
        if (secretFile.isBlank() && tls == null && !isLoopback(host)) {
            throw new IllegalArgumentException(
                    "RUSHES_WORKER_HOST: " + host
                            + " (expected: an address of this machine alone, or RUSHES_WORKER_SECRET_FILE with a secret that the"
                            + " server has, too, or the three RUSHES_WORKER_TLS_…_FILE: who reaches a worker reads every creator's files)");
        }
        return new WorkerConfig(
                host,
                number(environment, "RUSHES_WORKER_PORT", 0, 0, 65_535),
                number(environment, "RUSHES_WORKER_SLOTS", Runtime.getRuntime().availableProcessors(), 1, 1024),
                Path.of(root),
                Path.of(cache),
                Boolean.parseBoolean(environment.getOrDefault("RUSHES_WORKER_EXIT_ON_STDIN_CLOSE", "false")),
                secretFile.isBlank() ? null : Path.of(secretFile),
                tls,
                beatModel.isBlank() ? null : Path.of(beatModel));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "RUSHES_WORKER_HOST: " + host + " (expected: an address of this machine)", e);
        }
    }

    /**
     * Reads the secret, if there is to be one.
     *
     * @throws IllegalArgumentException when the file cannot be read or holds a short text
     */
    public Optional<String> secret() {
        if (secretFile == null) {
            return Optional.empty();
        }
        try {
            String secret = Files.readString(secretFile).strip();
            if (secret.length() < LEAST_SECRET) {
                throw new IllegalArgumentException("RUSHES_WORKER_SECRET_FILE: " + secretFile + " holds "
                        + secret.length() + " characters (expected: at least " + LEAST_SECRET + ")");
            }
            return Optional.of(secret);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "RUSHES_WORKER_SECRET_FILE: " + secretFile + " cannot be read (expected: a file with the secret)",
                    e);
        }
    }

    private static int number(Map<String, String> environment, String key, int fallback, int least, int most) {
        String text = environment.get(key);
        if (text == null || text.isBlank()) {
            return fallback;
        }
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + ": \"" + text + "\" (expected: a number)", e);
        }
        throw new IllegalArgumentException(key + ": " + text + " (expected: " + least + ".." + most + ")");
    }
}
