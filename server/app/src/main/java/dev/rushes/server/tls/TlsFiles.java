// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.tls;

import com.linecorp.armeria.common.CommonPools;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.TlsProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one side of TLS has what it shows and whom it trusts, all PEM. TLS 1.3, 1.2 allowed (RFC 8446, reliability.md 1.5).
 *
 * @param certificate the chain, the own certificate first
 * @param key its private key, PKCS #8 and not encrypted
 * @param authorities certificates of those whose signature counts; empty for those the Java runtime trusts
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> authorities) {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    /** Certificates are renewed beside a running server; the new one counts from the next connection after this. */
    private static final Duration RELOAD = Duration.ofMinutes(1);

    /**
     * Reads all files once.
     *
     * @throws IllegalArgumentException when one cannot be used; the message names it
     */
    public TlsFiles {
        keyPair(certificate, key);
        trusted(authorities);
    }

    /** Returns what the files hold, the certificate as renewed; the authorities stay those of this moment. A renewal that cannot be read is logged. */
    public TlsProvider provider() {
        return provider(RELOAD);
    }

    TlsProvider provider(Duration reload) {
        return TlsProvider.ofScheduled(
                () -> keyPair(certificate, key),
                trusted(authorities),
                renewed -> LOG.info("{} was renewed", certificate),
                reload,
                CommonPools.blockingTaskExecutor());
    }

    private static TlsKeyPair keyPair(Path certificate, Path key) {
        try {
            return TlsKeyPair.of(key.toFile(), certificate.toFile());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    certificate + " and " + key
                            + " (expected: a certificate chain and its unencrypted PKCS #8 key, both PEM)",
                    e);
        }
    }

    private static List<X509Certificate> trusted(Optional<Path> file) {
        if (file.isEmpty()) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file.get())) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException | CertificateException e) {
            throw new IllegalArgumentException(file.get() + " (expected: certificates, PEM)", e);
        }
        throw new IllegalArgumentException(file.get() + " holds no certificate (expected: certificates, PEM)");
    }
}
