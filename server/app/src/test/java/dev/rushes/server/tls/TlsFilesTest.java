// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.TlsProvider;
import dev.rushes.testkit.tls.TestAuthority;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    @Test
    void aRenewedCertificateIsShownWithoutARestart(@TempDir Path folder) throws Exception {
        TestAuthority authority = TestAuthority.in(folder);
        TestAuthority.Pair pair = authority.sign("front", "serverAuth");
        TlsFiles files = new TlsFiles(pair.certificate(), pair.key(), Optional.of(authority.certificate()));
        try (TlsProvider provider = files.provider(Duration.ofMillis(20))) {
            X509Certificate first = shown(provider);
            authority.sign("front", "serverAuth");
            Awaitility.await().until(() -> !shown(provider).equals(first));
            assertThat(provider.trustedCertificates("localhost")).hasSize(1);
        }
    }

    private static X509Certificate shown(TlsProvider provider) {
        return Objects.requireNonNull(provider.keyPair("localhost"))
                .certificateChain()
                .getFirst();
    }
}
