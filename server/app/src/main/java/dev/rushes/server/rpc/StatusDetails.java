// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import dev.rushes.api.v1.StaleRevision;
import java.util.List;
import org.curioswitch.common.protobuf.json.MessageMarshaller;

/** What the details of a status may be: JSON writes them only when it knows their types. */
final class StatusDetails {
    static final List<Message> TYPES = List.of(
            ErrorInfo.getDefaultInstance(),
            BadRequest.getDefaultInstance(),
            PreconditionFailure.getDefaultInstance(),
            QuotaFailure.getDefaultInstance(),
            ResourceInfo.getDefaultInstance(),
            RetryInfo.getDefaultInstance(),
            StaleRevision.getDefaultInstance());

    private StatusDetails() {}

    /** Writes them over REST with the field names of the contract, as every answer is written. */
    static MessageMarshaller json() {
        MessageMarshaller.Builder json = MessageMarshaller.builder()
                .omittingInsignificantWhitespace(true)
                .preservingProtoFieldNames(true);
        TYPES.forEach(json::register);
        return json.build();
    }
}
