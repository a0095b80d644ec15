// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.rushes.api.v1.ErrorReason;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.server.id.Ids;
import io.grpc.Metadata;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusMapperTest {
    private final StatusMapper mapper = new StatusMapper(new Ids(InstantSource.system(), new SplittableRandom(1)));

    @Test
    void aWrongFieldIsNamed() throws InvalidProtocolBufferException {
        Status status = mapper.status(new Fault.Invalid("job.shape", "9 (expected: SHAPE_SQUARE)"));
        assertThat(status.getCode()).isEqualTo(Code.INVALID_ARGUMENT_VALUE);
        assertThat(info(status).getReason()).isEqualTo("INVALID_FIELD");
        assertThat(info(status).getDomain()).isEqualTo("rushes.dev");
        assertThat(detail(status, BadRequest.class).getFieldViolations(0).getField())
                .isEqualTo("job.shape");
        assertThat(status.getMessage()).isEqualTo("job.shape: 9 (expected: SHAPE_SQUARE)");
    }

    @Test
    void aMissingThingIsNamed() throws InvalidProtocolBufferException {
        Status status = mapper.status(new Fault.NotFound("job", "42"));
        assertThat(status.getCode()).isEqualTo(Code.NOT_FOUND_VALUE);
        assertThat(detail(status, ResourceInfo.class).getResourceName()).isEqualTo("42");
    }

    @Test
    void aRequestThatIsTooLargeIsNoBug() {
        Status status = mapper.applyStatusProto(
                ServiceRequestContext.of(HttpRequest.of(HttpMethod.POST, "/")),
                HttpStatusException.of(HttpStatus.REQUEST_ENTITY_TOO_LARGE),
                new Metadata());
        assertThat(Objects.requireNonNull(status).getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED_VALUE);
        assertThat(status.getMessage()).isEqualTo("the request was refused as 413 Request Entity Too Large");
    }

    @Test
    void aMissedDeadlineIsNoBug() {
        Status status = mapper.applyStatusProto(
                ServiceRequestContext.of(HttpRequest.of(HttpMethod.POST, "/")),
                RequestTimeoutException.get(),
                new Metadata());
        assertThat(Objects.requireNonNull(status).getCode()).isEqualTo(Code.DEADLINE_EXCEEDED_VALUE);
        assertThat(status.getMessage()).contains("request_id");
    }

    @Test
    void everyOtherFaultHasItsCodeAndDetail() throws InvalidProtocolBufferException {
        Status refused = mapper.status(new Fault.Refused(Reason.WRONG_STATE, "no timeline"));
        assertThat(refused.getCode()).isEqualTo(Code.FAILED_PRECONDITION_VALUE);
        assertThat(detail(refused, PreconditionFailure.class).getViolationsCount())
                .isEqualTo(1);

        Status conflict = mapper.status(new Fault.Conflict(Reason.REQUEST_ID_REUSED, "used"));
        assertThat(conflict.getCode()).isEqualTo(Code.ABORTED_VALUE);
        assertThat(conflict.getDetailsCount()).isEqualTo(1);

        Status full = mapper.status(new Fault.Exhausted(Reason.STORAGE_FULL, "full", Map.of("freeBytes", "7")));
        assertThat(full.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED_VALUE);
        assertThat(info(full).getMetadataMap()).containsEntry("freeBytes", "7");
        assertThat(detail(full, QuotaFailure.class).getViolationsCount()).isEqualTo(1);

        Status away = mapper.status(new Fault.Unavailable(Reason.WORKER_UNAVAILABLE, "none", Duration.ofMillis(1500)));
        assertThat(away.getCode()).isEqualTo(Code.UNAVAILABLE_VALUE);
        assertThat(detail(away, RetryInfo.class).getRetryDelay().getNanos()).isEqualTo(500_000_000);
    }

    @Test
    void aBugTellsOnlyAnIncident() throws InvalidProtocolBufferException {
        Status status = mapper.status(new IllegalStateException("password=hunter2"));
        assertThat(status.getCode()).isEqualTo(Code.INTERNAL_VALUE);
        assertThat(status.toString()).doesNotContain("hunter2");
        assertThat(status.getMessage()).contains(info(status).getMetadataOrThrow("incidentId"));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonIsOfTheContract(Reason reason) {
        assertThat(ErrorReason.getDescriptor().findValueByName("ERROR_REASON_" + reason.name()))
                .isNotNull();
    }

    private static ErrorInfo info(Status status) throws InvalidProtocolBufferException {
        return detail(status, ErrorInfo.class);
    }

    private static <T extends com.google.protobuf.Message> T detail(Status status, Class<T> type)
            throws InvalidProtocolBufferException {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(type)) {
                return detail.unpack(type);
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + status);
    }
}
