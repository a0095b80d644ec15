// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.ResponseCompleteException;
import com.linecorp.armeria.common.grpc.GoogleGrpcExceptionHandlerFunction;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import io.grpc.Metadata;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only place where faults become statuses: one ErrorInfo of domain {@code rushes.dev} and at most one more detail. Anything that
 * is not a fault is a bug: logged here once under an incident id, which is all the caller learns.
 */
public final class StatusMapper implements GoogleGrpcExceptionHandlerFunction {
    static final String DOMAIN = "rushes.dev";
    private static final Logger LOG = LoggerFactory.getLogger(StatusMapper.class);

    private final Ids ids;

    public StatusMapper(Ids ids) {
        this.ids = ids;
    }

    @Override
    public @Nullable Status applyStatusProto(RequestContext context, Throwable error, Metadata metadata) {
        if (error instanceof io.grpc.StatusRuntimeException || error instanceof io.grpc.StatusException) {
            return null;
        }
        if (error instanceof RequestTimeoutException) {
            return Status.newBuilder()
                    .setCode(Code.DEADLINE_EXCEEDED_VALUE)
                    .setMessage(
                            "the call did not end before its deadline; it may still have had its effect: send the same request_id"
                                    + " again, or give it a longer deadline (at most 60 s)")
                    .build();
        }
        if (error instanceof HttpStatusException refused && refused.httpStatus().isClientError()) {
            return Status.newBuilder()
                    .setCode(
                            refused.httpStatus().equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)
                                    ? Code.RESOURCE_EXHAUSTED_VALUE
                                    : Code.INVALID_ARGUMENT_VALUE)
                    .setMessage("the request was refused as " + refused.httpStatus())
                    .build();
        }
        // The last one ends the rest of a request that was refused before all of it had come.
        if (error instanceof CancellationException
                || error instanceof ClosedStreamException
                || error instanceof ResponseCompleteException) {
            return Status.newBuilder()
                    .setCode(Code.CANCELLED_VALUE)
                    .setMessage("the caller went away")
                    .build();
        }
        return status(error);
    }

    /** Returns the status of anything that was thrown. */
    public Status status(Throwable error) {
        if (error instanceof Fault fault) {
            return status(fault);
        }
        String incident = ids.next();
        LOG.error("incident {}", incident, error);
        return status(Failure.internal(incident));
    }

    /** Returns the name of the code a caller gets for anything that was thrown. */
    static String code(Throwable error) {
        Code code = switch (error) {
            case Fault fault -> Code.forNumber(status(fault).getCode());
            case io.grpc.StatusRuntimeException ended ->
                Code.forNumber(ended.getStatus().getCode().value());
            default -> Code.INTERNAL;
        };
        return code == null ? Code.UNKNOWN.name() : code.name();
    }

    private static Status status(Fault fault) {
        return switch (fault) {
            case Fault.NotFound missing ->
                status(
                        Code.NOT_FOUND,
                        missing,
                        Map.of(),
                        Any.pack(ResourceInfo.newBuilder()
                                .setResourceType(missing.type())
                                .setResourceName(missing.name())
                                .setDescription(missing.text())
                                .build()));
            case Fault.Unauthenticated unknown -> status(Code.UNAUTHENTICATED, unknown, Map.of(), null);
            case Fault.Denied denied -> status(Code.PERMISSION_DENIED, denied, Map.of(), null);
            case Fault.Conflict conflict -> status(Code.ABORTED, conflict, Map.of(), null);
            case Fault.Stale stale ->
                status(
                        Code.ABORTED,
                        stale,
                        Map.of("currentRevision", Long.toString(stale.detail().currentRevision())),
                        Any.pack(StaleDetail.of(stale.detail())));
            case Fault.Refused refused ->
                status(
                        Code.FAILED_PRECONDITION,
                        refused,
                        refused.metadata(),
                        Any.pack(PreconditionFailure.newBuilder()
                                .addViolations(PreconditionFailure.Violation.newBuilder()
                                        .setType(refused.reason().name())
                                        .setDescription(refused.text()))
                                .build()));
            case Fault.Invalid invalid ->
                status(
                        Code.INVALID_ARGUMENT,
                        invalid,
                        Map.of(),
                        Any.pack(BadRequest.newBuilder()
                                .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                        .setField(invalid.field())
                                        .setDescription(invalid.text()))
                                .build()));
            case Fault.Exhausted exhausted ->
                status(
                        Code.RESOURCE_EXHAUSTED,
                        exhausted,
                        exhausted.metadata(),
                        Any.pack(QuotaFailure.newBuilder()
                                .addViolations(QuotaFailure.Violation.newBuilder()
                                        .setSubject(exhausted.metadata().getOrDefault("limit", "storage"))
                                        .setDescription(exhausted.text()))
                                .build()));
            case Fault.TooOften tooOften ->
                status(Code.RESOURCE_EXHAUSTED, tooOften, Map.of(), retry(tooOften.retryAfter()));
            case Fault.Unavailable unavailable ->
                status(Code.UNAVAILABLE, unavailable, Map.of(), retry(unavailable.retryAfter()));
        };
    }

    private static Any retry(java.time.Duration after) {
        return Any.pack(RetryInfo.newBuilder()
                .setRetryDelay(
                        Duration.newBuilder().setSeconds(after.toSeconds()).setNanos(after.toNanosPart()))
                .build());
    }

    /** Returns the status kept with long work that failed. */
    static Status status(Failure failure) {
        Code code = switch (failure.kind()) {
            case REFUSED -> Code.FAILED_PRECONDITION;
            case UNAVAILABLE -> Code.UNAVAILABLE;
            case INTERNAL -> Code.INTERNAL;
        };
        return Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(failure.message())
                .addDetails(Any.pack(info(failure.reason(), failure.metadata())))
                .build();
    }

    private static Status status(Code code, Fault fault, Map<String, String> metadata, @Nullable Any detail) {
        Status.Builder status = Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(fault.text())
                .addDetails(Any.pack(info(fault.reason(), metadata)));
        if (detail != null) {
            status.addDetails(detail);
        }
        return status.build();
    }

    private static ErrorInfo info(Reason reason, Map<String, String> metadata) {
        return ErrorInfo.newBuilder()
                .setDomain(DOMAIN)
                .setReason(reason.name())
                .putAllMetadata(metadata)
                .build();
    }
}
