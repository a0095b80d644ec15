// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.api.v1.Capability;
import dev.rushes.api.v1.GetSystemRequest;
import dev.rushes.api.v1.GetSystemResponse;
import dev.rushes.api.v1.SystemServiceGrpc;
import dev.rushes.server.system.Installation;
import io.grpc.stub.StreamObserver;

/** What this installation can do over gRPC. */
final class SystemGrpcService extends SystemServiceGrpc.SystemServiceImplBase {
    private final Installation installation;

    SystemGrpcService(Installation installation) {
        this.installation = installation;
    }

    @Override
    public void getSystem(GetSystemRequest request, StreamObserver<GetSystemResponse> observer) {
        Unary.answer(observer, () -> {
            GetSystemResponse.Builder response = GetSystemResponse.newBuilder().setVersion(installation.version());
            installation
                    .capabilities()
                    .forEach(found -> response.addCapabilities(Capability.newBuilder()
                            .setName(found.name())
                            .setState(Capability.State.valueOf("STATE_" + found.state()))
                            .setDetail(found.detail())
                            .setProcess(found.process())));
            return response.build();
        });
    }
}
