// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.api.worker.v1.DescribeRequest;
import dev.rushes.api.worker.v1.DescribeResponse;
import dev.rushes.api.worker.v1.WorkerServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretInterceptorTest {
    private static final String SECRET = "s".repeat(32);

    @SuppressWarnings("NullAway.Init")
    private Server server;

    @SuppressWarnings("NullAway.Init")
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        var service = new WorkerServiceGrpc.WorkerServiceImplBase() {
            @Override
            public void describe(DescribeRequest request, StreamObserver<DescribeResponse> observer) {
                observer.onNext(DescribeResponse.newBuilder().setWorkerName("w").build());
                observer.onCompleted();
            }
        };
        server = InProcessServerBuilder.forName("secret")
                .addService(ServerInterceptors.intercept(service, new SecretInterceptor(SECRET)))
                .build()
                .start();
        channel = InProcessChannelBuilder.forName("secret").build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private String describe(String authorization) {
        Metadata headers = new Metadata();
        if (!authorization.isEmpty()) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
        }
        return WorkerServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .describe(DescribeRequest.getDefaultInstance())
                .getWorkerName();
    }

    @Test
    void whoHasTheSecretIsLetIn() {
        assertThat(describe("Bearer " + SECRET)).isEqualTo("w");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "Bearer sssssssssssssssssssssssssssssss", "sssssssssssssssssssssssssssssss"})
    void whoHasNotIsToldWhatToDo(String authorization) {
        assertThatThrownBy(() -> describe(authorization))
                .hasMessageContaining("UNAUTHENTICATED")
                .hasMessageContaining("RUSHES_WORKER_SECRET_FILE")
                .hasMessageNotContaining(SECRET);
    }
}
