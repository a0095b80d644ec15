// SPDX-License-Identifier: Apache-2.0
package dev.rushes.client;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Moves file bytes over HTTP with bounded memory. Safe for use by several threads. */
final class Transfers {

    private static final int BUFFER_BYTES = 1 << 18;
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final int READ_TIMEOUT_MILLIS = 60_000;

    private final URI server;
    private final String token;

    /** Takes the token that uploads are sent with; links to content are their own permission. */
    Transfers(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    /** Returns the lower-case hexadecimal SHA-256 of a file. */
    static String sha256(Path file) throws IOException {
        MessageDigest digest = newDigest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n; (n = in.read(buffer)) >= 0; ) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Sends a whole file by PUT. */
    void upload(String path, Path file, ByteProgress progress) throws IOException {
        long total = Files.size(file);
        HttpURLConnection connection = open(path, "PUT");
        connection.setDoOutput(true);
        if (!token.isEmpty()) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        connection.setFixedLengthStreamingMode(total);
        connection.setRequestProperty("Content-Type", "application/octet-stream");
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = connection.getOutputStream()) {
            copy(in, out, total, progress);
        }
        expectSuccess(connection, file.getFileName().toString());
        connection.disconnect();
    }

    /**
     * Fetches to a file; written whole or not at all.
     *
     * @throws IOException with the server's words if it refuses, or if the length or checksum differs
     */
    void download(String path, Path target, String sha256, ByteProgress progress) throws IOException {
        HttpURLConnection connection = open(path, "GET");
        expectSuccess(connection, path);
        Path folder = requireNonNull(target.toAbsolutePath().getParent(), "a named file has a folder");
        // Made with the user's own permissions, unlike a temporary file of the JDK.
        Path partial = folder.resolve(".rushes-" + UUID.randomUUID() + ".part");
        partial.toFile().deleteOnExit();
        try {
            MessageDigest digest = newDigest();
            try (InputStream in = connection.getInputStream();
                    OutputStream out = new DigestOutputStream(Files.newOutputStream(partial), digest)) {
                copy(in, out, connection.getContentLengthLong(), progress);
            }
            String actual = HexFormat.of().formatHex(digest.digest());
            if (!sha256.isEmpty() && !actual.equals(sha256)) {
                throw new IOException(target.getFileName() + ": the downloaded bytes have SHA-256 " + actual
                        + " (expected: " + sha256 + "); run the command again");
            }
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
            connection.disconnect();
        }
    }

    private HttpURLConnection open(String path, String method) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) server.resolve(path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        connection.setReadTimeout(READ_TIMEOUT_MILLIS);
        return connection;
    }

    private static void expectSuccess(HttpURLConnection connection, String subject) throws IOException {
        int status = connection.getResponseCode();
        if (status / 100 == 2) {
            return;
        }
        String words = "";
        try (InputStream error = connection.getErrorStream()) {
            if (error != null) {
                words = new String(error.readNBytes(4096), StandardCharsets.UTF_8).strip();
            }
        }
        throw new IOException(subject + ": the server answered " + status + (words.isEmpty() ? "" : ": " + words));
    }

    private static void copy(InputStream in, OutputStream out, long total, ByteProgress progress) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long done = 0;
        for (int n; (n = in.read(buffer)) >= 0; ) {
            out.write(buffer, 0, n);
            done += n;
            progress.transferred(done, total);
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
