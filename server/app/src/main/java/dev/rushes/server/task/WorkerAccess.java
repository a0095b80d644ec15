// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.ClientFactoryBuilder;
import com.linecorp.armeria.client.grpc.GrpcClientBuilder;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.auth.AuthToken;
import dev.rushes.server.tls.TlsFiles;
import java.util.Optional;

/**
 * How workers let this server in.
 *
 * @param secret what calls carry; never printed
 * @param tls the certificates of a network that is not trusted: workers show theirs, and ask for ours; empty for calls in the clear
 */
public record WorkerAccess(Optional<String> secret, Optional<TlsFiles> tls) {

    /** For workers of this machine alone. */
    public static final WorkerAccess OPEN = new WorkerAccess(Optional.empty(), Optional.empty());

    /** Returns connections of the caller's own, to be closed by it. */
    ClientFactoryBuilder connections() {
        ClientFactoryBuilder connections = ClientFactory.builder();
        tls.ifPresent(files -> connections.tlsProvider(files.provider()));
        return connections;
    }

    SessionProtocol protocol() {
        return tls.isPresent() ? SessionProtocol.H2 : SessionProtocol.H2C;
    }

    GrpcClientBuilder identified(GrpcClientBuilder client) {
        secret.ifPresent(text -> client.auth(AuthToken.ofOAuth2(text)));
        return client;
    }

    @Override
    public String toString() {
        return "WorkerAccess[secret=" + (secret.isPresent() ? "set" : "none") + ", tls=" + tls + "]";
    }
}
