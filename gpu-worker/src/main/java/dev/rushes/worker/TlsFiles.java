// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.grpc.util.AdvancedTlsX509KeyManager;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the certificates of mutual TLS are, all PEM (RFC 8446; reliability.md 1.5).
 *
 * @param certificate the chain this worker shows; RUSHES_WORKER_TLS_CERTIFICATE_FILE
 * @param key its key, PKCS #8 and not encrypted; RUSHES_WORKER_TLS_KEY_FILE
 * @param authorities certificates of those who sign for servers; RUSHES_WORKER_TLS_CA_FILE
 */
public record TlsFiles(Path certificate, Path key, Path authorities) {
    private static final List<String> KEYS =
            List.of("RUSHES_WORKER_TLS_CERTIFICATE_FILE", "RUSHES_WORKER_TLS_KEY_FILE", "RUSHES_WORKER_TLS_CA_FILE");

    /** Certificates are renewed beside a running worker. */
    private static final int RELOAD_MINUTES = 1;

    /** Reads all three variables or none; none gives null. */
    static @Nullable TlsFiles from(Map<String, String> environment) {
        List<String> unset = KEYS.stream()
                .filter(key -> environment.getOrDefault(key, "").isBlank())
                .toList();
        if (unset.size() == KEYS.size()) {
            return null;
        }
        if (!unset.isEmpty()) {
            throw new IllegalArgumentException(
                    String.join(", ", unset) + ": not set (expected: all of " + String.join(", ", KEYS) + ")");
        }
        List<Path> files = KEYS.stream()
                .map(key -> Path.of(environment.getOrDefault(key, "").strip()))
                .toList();
        return new TlsFiles(files.get(0), files.get(1), files.get(2));
    }

    /**
     * Returns what a port needs that lets only callers in whose certificate one of the authorities signed; the own certificate is read
     * again each minute.
     *
     * @throws IllegalArgumentException when a file cannot be used
     */
    ServerCredentials credentials() {
        ScheduledExecutorService reload = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("certificates").factory());
        AdvancedTlsX509KeyManager own = new AdvancedTlsX509KeyManager();
        try {
            own.updateIdentityCredentials(certificate.toFile(), key.toFile(), RELOAD_MINUTES, TimeUnit.MINUTES, reload);
            return TlsServerCredentials.newBuilder()
                    .keyManager(own)
                    .trustManager(authorities.toFile())
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            reload.shutdownNow();
            throw new IllegalArgumentException(
                    String.join(", ", KEYS) + ": " + e.getMessage()
                            + " (expected: a certificate chain, its unencrypted PKCS #8 key, and the authorities that sign for"
                            + " servers, all PEM)",
                    e);
        }
    }
}
