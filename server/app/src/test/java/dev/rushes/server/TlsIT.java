// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerTlsConfig;
import dev.rushes.api.v1.Capability;
import dev.rushes.api.v1.GetSystemRequest;
import dev.rushes.api.v1.SystemServiceGrpc;
import dev.rushes.server.tls.TlsFiles;
import dev.rushes.testkit.tls.TestAuthority;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS as reliability.md 1.5 wants it: 1.3, 1.2 allowed, HTTP/2 by ALPN, and between server and workers both sides show who they are. */
class TlsIT {
    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static FakeWorker worker;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        authority = TestAuthority.in(folder.resolve("authority"));
        worker = new FakeWorker(asking(authority.sign("worker", "serverAuth")));
        server = TestServer.start(Files.createDirectory(folder.resolve("server")), settings(authority));
    }

    @AfterAll
    static void stop() {
        server.close();
        worker.close();
    }

    /** A port that shows a certificate and asks for one of the same authority. */
    private static ServerBuilder asking(TestAuthority.Pair own) {
        TlsFiles files = new TlsFiles(own.certificate(), own.key(), Optional.of(authority.certificate()));
        return Server.builder()
                .https(new InetSocketAddress("127.0.0.1", 0))
                .tlsProvider(
                        files.provider(),
                        ServerTlsConfig.builder().clientAuth(ClientAuth.REQUIRE).build());
    }

    /** The settings of a server whose own certificate is ours, and whom {@code forWorkers} vouches for at workers. */
    private static Map<String, String> settings(TestAuthority forWorkers) throws IOException {
        TestAuthority.Pair front = authority.sign("front", "serverAuth");
        TestAuthority.Pair caller = forWorkers.sign("caller", "clientAuth");
        return Map.of(
                "RUSHES_TLS_CERTIFICATE_FILE", front.certificate().toString(),
                "RUSHES_TLS_KEY_FILE", front.key().toString(),
                "RUSHES_WORKERS", worker.address(),
                "RUSHES_WORKER_TLS_CERTIFICATE_FILE", caller.certificate().toString(),
                "RUSHES_WORKER_TLS_KEY_FILE", caller.key().toString(),
                "RUSHES_WORKER_TLS_CA_FILE", forWorkers.certificate().toString());
    }

    private SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var in = Files.newInputStream(authority.certificate())) {
            trusted.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private SSLSocket handshake(String protocol) throws Exception {
        SSLSocket socket = (SSLSocket) trusting()
                .getSocketFactory()
                .createSocket("127.0.0.1", server.uri("/").getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private boolean seesWorker(TestServer of) {
        try (ClientFactory connections = ClientFactory.builder()
                .tlsCustomizer(tls -> tls.trustManager(authority.certificate().toFile()))
                .build()) {
            return GrpcClients.builder("gproto+https://127.0.0.1:" + of.uri("/").getPort() + "/")
                    .factory(connections)
                    .setHeader("authorization", "Bearer " + of.token())
                    .build(SystemServiceGrpc.SystemServiceBlockingStub.class)
                    .getSystem(GetSystemRequest.getDefaultInstance())
                    .getCapabilitiesList()
                    .stream()
                    .anyMatch(found ->
                            found.getName().equals("worker") && found.getState() == Capability.State.STATE_AVAILABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void itsPortSpeaksHttp2OverTls(String protocol) throws Exception {
        try (SSLSocket socket = handshake(protocol)) {
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        }
    }

    @Test
    void nothingIsAnsweredInTheClear() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.uri("/").getPort())) {
            socket.getOutputStream()
                    .write("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .doesNotContain("200");
        }
    }

    @Test
    void anOldProtocolIsRefused() {
        assertThatIOException().isThrownBy(() -> handshake("TLSv1.1").close());
    }

    @Test
    void aWorkerThatAsksWhoCallsIsReached() {
        assertThat(seesWorker(server)).isTrue();
    }

    @Test
    void aWorkerOfAnotherAuthorityIsNotCalled() throws Exception {
        TestAuthority other = TestAuthority.in(folder.resolve("other"));
        try (TestServer doubting =
                TestServer.start(Files.createDirectory(folder.resolve("doubting")), settings(other))) {
            assertThat(seesWorker(doubting)).isFalse();
        }
    }

    @Test
    void aMissingFileIsNamedBeforeAnythingStarts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerConfig.from(Map.of("RUSHES_TLS_KEY_FILE", "/none")))
                .withMessage(
                        "RUSHES_TLS_CERTIFICATE_FILE: not set (expected: all of RUSHES_TLS_CERTIFICATE_FILE, RUSHES_TLS_KEY_FILE)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerConfig.from(
                        Map.of("RUSHES_TLS_CERTIFICATE_FILE", "/none.pem", "RUSHES_TLS_KEY_FILE", "/none.key")))
                .withMessageContaining("/none.pem")
                .withMessageContaining("PEM");
    }
}
