// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Message;
import dev.rushes.api.v1.CreatedToken;
import dev.rushes.server.access.AccessStore;
import dev.rushes.server.access.Principal;
import dev.rushes.server.audit.AuditLog;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method that is audited: kept when its method has answered and before its caller hears that, or when it was refused. Calls
 * of nobody are kept only when a pairing code was tried, which is limited, so that strangers cannot fill the log. One thread at a
 * time.
 */
final class AuditedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final MethodAccess access;
    private final AuditLog log;
    private @Nullable Message request;
    private @Nullable Message response;
    private @Nullable Principal caller;
    private boolean codeTried;
    private boolean kept;

    AuditedCall(ServerCall<Q, R> call, MethodAccess access, AuditLog log) {
        super(call);
        this.access = access;
        this.log = log;
    }

    void asked(Message message) {
        request = message;
    }

    void calledBy(Principal principal) {
        caller = principal;
    }

    void failed(RuntimeException error) {
        codeTried = error instanceof Fault fault && fault.reason() == Reason.PAIRING_INVALID;
        keep(StatusMapper.code(error));
    }

    @Override
    public void sendMessage(R message) {
        response = (Message) message;
        super.sendMessage(message);
    }

    @Override
    public void close(Status status, Metadata trailers) {
        keep(status.getCode().name());
        super.close(status, trailers);
    }

    private void keep(String outcome) {
        if (kept) {
            return;
        }
        kept = true;
        if (caller != null) {
            keep(caller.creatorId(), new AuditLog.Who(caller.userId(), caller.tokenId()), outcome);
        } else if (response instanceof CreatedToken made) {
            keep(
                    made.getToken().getAccount().getCreatorId(),
                    new AuditLog.Who(
                            made.getToken().getAccount().getUserId(),
                            made.getToken().getTokenId()),
                    outcome);
        } else if (codeTried) {
            keep(AccessStore.LOCAL_CREATOR, new AuditLog.Who("", ""), outcome);
        }
    }

    private void keep(String creatorId, AuditLog.Who who, String outcome) {
        String method = getMethodDescriptor().getFullMethodName().replaceFirst("^rushes\\.v1\\.", "");
        log.note(creatorId, who, method, access.audited().orElseThrow().of(request, response), outcome);
    }
}
