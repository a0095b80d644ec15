// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.api.worker.v1.DescribeRequest;
import dev.rushes.api.worker.v1.DescribeResponse;
import dev.rushes.api.worker.v1.WorkerServiceGrpc;
import dev.rushes.testkit.tls.TestAuthority;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static Server server;

    @BeforeAll
    static void listen() throws IOException {
        authority = TestAuthority.in(folder.resolve("ours"));
        var service = new WorkerServiceGrpc.WorkerServiceImplBase() {
            @Override
            public void describe(DescribeRequest request, StreamObserver<DescribeResponse> observer) {
                observer.onNext(DescribeResponse.newBuilder().setWorkerName("w").build());
                observer.onCompleted();
            }
        };
        TlsFiles files = files(authority.sign("worker", "serverAuth"), authority.certificate());
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0), files.credentials())
                .addService(service)
                .build()
                .start();
    }

    @AfterAll
    static void stop() {
        server.shutdownNow();
    }

    private static TlsFiles files(TestAuthority.Pair own, Path authorities) {
        TlsFiles files = TlsFiles.from(Map.of(
                "RUSHES_WORKER_TLS_CERTIFICATE_FILE", own.certificate().toString(),
                "RUSHES_WORKER_TLS_KEY_FILE", own.key().toString(),
                "RUSHES_WORKER_TLS_CA_FILE", authorities.toString()));
        assertThat(files).isNotNull();
        return files;
    }

    private static String describe(ChannelCredentials credentials) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort(), credentials)
                .build();
        try {
            return WorkerServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .describe(DescribeRequest.getDefaultInstance())
                    .getWorkerName();
        } finally {
            channel.shutdownNow();
        }
    }

    private static ChannelCredentials showing(TestAuthority.Pair own) throws IOException {
        return TlsChannelCredentials.newBuilder()
                .trustManager(authority.certificate().toFile())
                .keyManager(own.certificate().toFile(), own.key().toFile())
                .build();
    }

    @Test
    void aServerOfOurAuthorityIsLetIn() throws IOException {
        assertThat(describe(showing(authority.sign("server", "clientAuth")))).isEqualTo("w");
    }

    @Test
    void nobodyElseIs() throws IOException {
        ChannelCredentials nameless = TlsChannelCredentials.newBuilder()
                .trustManager(authority.certificate().toFile())
                .build();
        assertThatThrownBy(() -> describe(nameless)).hasMessageContaining("UNAVAILABLE");
        assertThatThrownBy(() -> describe(InsecureChannelCredentials.create())).hasMessageContaining("UNAVAILABLE");
        TestAuthority other = TestAuthority.in(folder.resolve("theirs"));
        TestAuthority.Pair stranger = other.sign("server", "clientAuth");
        assertThatThrownBy(() -> describe(showing(stranger))).hasMessageContaining("UNAVAILABLE");
        TestAuthority.Pair worker = authority.sign("another-worker", "serverAuth");
        assertThatThrownBy(() -> describe(showing(worker))).hasMessageContaining("UNAVAILABLE");
    }

    @Test
    void allFilesOrNone() {
        assertThat(TlsFiles.from(Map.of())).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsFiles.from(Map.of("RUSHES_WORKER_TLS_KEY_FILE", "/k")))
                .withMessageStartingWith("RUSHES_WORKER_TLS_CERTIFICATE_FILE, RUSHES_WORKER_TLS_CA_FILE: not set");
    }

    @Test
    void aFileThatIsNoneIsNamed() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        TlsFiles files = files(new TestAuthority.Pair(empty, empty), authority.certificate());
        assertThatIllegalArgumentException()
                .isThrownBy(files::credentials)
                .withMessageContaining("RUSHES_WORKER_TLS_CERTIFICATE_FILE")
                .withMessageContaining("PEM");
    }
}
