// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.rushes.api.v1.ErrorReason;
import io.grpc.StatusRuntimeException;

/** Turns the server's errors into a sentence and an exit code. */
final class Failures {

    private Failures() {}

    /** The error of a generation or render that failed. */
    static CliFailure of(Status error) {
        return new CliFailure(exitCode(error), error.getMessage());
    }

    /** The error of a call. */
    static CliFailure of(StatusRuntimeException e) {
        String words = e.getStatus().getDescription() == null
                ? e.getMessage()
                : e.getStatus().getDescription();
        ExitCode code = switch (e.getStatus().getCode()) {
            case INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, OUT_OF_RANGE -> ExitCode.USAGE;
            case FAILED_PRECONDITION -> ExitCode.MEDIA;
            default -> ExitCode.ENVIRONMENT;
        };
        String subject =
                e.getStatus().getCode() == io.grpc.Status.Code.UNAVAILABLE ? "the server cannot be reached: " : "";
        return new CliFailure(code, subject + words);
    }

    private static ExitCode exitCode(Status error) {
        for (Any detail : error.getDetailsList()) {
            if (!detail.is(ErrorInfo.class)) {
                continue;
            }
            try {
                return exitCode(detail.unpack(ErrorInfo.class).getReason());
            } catch (InvalidProtocolBufferException e) {
                return ExitCode.ENVIRONMENT;
            }
        }
        return ExitCode.ENVIRONMENT;
    }

    private static ExitCode exitCode(String reason) {
        if (!reason.startsWith("ERROR_REASON_")) {
            return exitCode("ERROR_REASON_" + reason);
        }
        try {
            return switch (ErrorReason.valueOf(reason)) {
                case ERROR_REASON_NO_USABLE_FOOTAGE, ERROR_REASON_NO_USABLE_SONG, ERROR_REASON_MEDIA_REJECTED ->
                    ExitCode.MEDIA;
                case ERROR_REASON_INVALID_FIELD -> ExitCode.USAGE;
                default -> ExitCode.ENVIRONMENT;
            };
        } catch (IllegalArgumentException e) {
            return ExitCode.ENVIRONMENT; // a newer server's reason
        }
    }
}
