// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Message;
import dev.rushes.api.v1.CreatedToken;
import dev.rushes.server.access.AccessStore;
import dev.rushes.server.access.Principal;
import dev.rushes.server.audit.AuditLog;
import dev.rushes.server.audit.Receipt;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method that is audited: kept with its effect, see {@link Receipt}; without one when its method has answered and before its
 * caller hears that, or when it was refused. Calls of nobody are kept only when a pairing code was tried, which is limited, so that strangers cannot fill the log. One thread at a
 * time.
 */
final class AuditedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final MethodAccess access;
    private final AuditLog log;
    private @Nullable Message request;
    private @Nullable Message response;
    private @Nullable Principal caller;
    private @Nullable Receipt receipt;
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

    /** Serves the call so that its effect and its event are kept together. */
    void during(Runnable work) {
        Principal known = caller;
        MethodAccess.Subject subject = access.audited().orElseThrow();
        Receipt own = new Receipt(
                log,
                method(),
                known == null
                        ? null
                        : new Receipt.Party(known.creatorId(), new AuditLog.Who(known.userId(), known.tokenId())),
                subject.ofResponse() ? null : subject.of(request, null));
        receipt = own;
        own.during(work);
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
        Receipt own = receipt;
        if (own != null && own.isKept() && outcome.equals(Status.Code.OK.name())) {
            return;
        }
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
        log.note(creatorId, who, method(), access.audited().orElseThrow().of(request, response), outcome);
    }

    private String method() {
        return getMethodDescriptor().getFullMethodName().replaceFirst("^rushes\\.v1\\.", "");
    }
}
