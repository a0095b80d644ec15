// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Message;
import dev.rushes.server.access.Gate;
import dev.rushes.server.access.Permission;
import dev.rushes.server.access.Principal;
import dev.rushes.server.access.Scope;
import dev.rushes.server.audit.AuditLog;
import io.grpc.BindableService;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every method of the contract, however it is called: signs the caller in, asks the gate, looks at the texts, and binds the
 * scope the method runs in. Methods outside the contract (health, reflection) pass.
 */
final class AccessInterceptor implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Gate gate;
    private final AuditLog log;
    private final Map<String, MethodAccess> methods;

    AccessInterceptor(Gate gate, AuditLog log, List<BindableService> services) {
        this.gate = gate;
        this.log = log;
        this.methods = methods(services);
    }

    private static Map<String, MethodAccess> methods(List<BindableService> services) {
        Map<String, MethodAccess> found = new HashMap<>();
        for (BindableService service : services) {
            for (ServerMethodDefinition<?, ?> method : service.bindService().getMethods()) {
                if (!(method.getMethodDescriptor().getSchemaDescriptor()
                        instanceof ProtoMethodDescriptorSupplier proto)) {
                    throw new IllegalStateException(
                            method.getMethodDescriptor().getFullMethodName() + " has no descriptor");
                }
                found.put(
                        method.getMethodDescriptor().getFullMethodName(), MethodAccess.of(proto.getMethodDescriptor()));
            }
        }
        return Map.copyOf(found);
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        MethodAccess access = methods.get(call.getMethodDescriptor().getFullMethodName());
        if (access == null) {
            return next.startCall(call, headers);
        }
        AuditedCall<Q, R> audited = access.audited().isPresent() ? new AuditedCall<>(call, access, log) : null;
        ServerCall.Listener<Q> inner = next.startCall(audited == null ? call : audited, headers);
        return new Guarded<>(inner, access, headers.get(AUTHORIZATION), audited);
    }

    /** The request decides what is asked for, so the gate is asked when it is there; until then nothing of the method runs. */
    private final class Guarded<Q> extends SimpleForwardingServerCallListener<Q> {
        private final MethodAccess access;
        private final @Nullable String authorization;
        private final @Nullable AuditedCall<Q, ?> audited;
        private @Nullable Scope scope;
        private boolean refused;

        Guarded(
                ServerCall.Listener<Q> inner,
                MethodAccess access,
                @Nullable String authorization,
                @Nullable AuditedCall<Q, ?> audited) {
            super(inner);
            this.audited = audited;
            this.access = access;
            this.authorization = authorization;
        }

        @Override
        public void onMessage(Q message) {
            try {
                scope = admit((Message) message);
            } catch (RuntimeException e) {
                refused = true;
                failed(e);
                throw e;
            }
            super.onMessage(message);
        }

        private void serve(Runnable work) {
            if (audited == null) {
                work.run();
            } else {
                audited.during(work);
            }
        }

        private void failed(RuntimeException error) {
            if (audited != null) {
                audited.failed(error);
            }
        }

        private Scope admit(Message request) {
            if (audited != null) {
                audited.asked(request);
            }
            if (access.permission() == Permission.PUBLIC) {
                TextLimits.require(request);
                return Scope.SYSTEM;
            }
            Principal caller = gate.authenticate(authorization);
            if (audited != null) {
                audited.calledBy(caller);
            }
            gate.requireRole(caller, access.permission(), !access.resources().isEmpty());
            gate.requireOwner(caller, access.permission(), access.named(request));
            TextLimits.require(request);
            return new Scope.Person(caller, access.permission());
        }

        @Override
        public void onHalfClose() {
            Scope bound = scope;
            if (bound != null) {
                try {
                    bound.run(() -> serve(super::onHalfClose));
                } catch (RuntimeException e) {
                    failed(e);
                    throw e;
                }
            } else if (!refused) {
                super.onHalfClose();
            }
        }
    }
}
