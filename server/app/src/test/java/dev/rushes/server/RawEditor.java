// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.EditsResponse;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.LoggedEdit;
import dev.rushes.api.v1.TimelineServiceGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.util.UUID;

/** An editor that gives up when the server does not answer, on a connection of its own; one thread. */
public final class RawEditor implements AutoCloseable {
    private final ClientFactory connections = ClientFactory.builder().build();
    private final TimelineServiceGrpc.TimelineServiceBlockingStub timelines;
    private final String jobId;
    private long revision;

    public RawEditor(URI server, String token, String jobId) {
        this.timelines = GrpcClients.builder("gproto+" + server + "/")
                .factory(connections)
                .setHeader("authorization", "Bearer " + token)
                .responseTimeoutMillis(20_000)
                .maxResponseLength(0)
                .build(TimelineServiceGrpc.TimelineServiceBlockingStub.class);
        this.jobId = jobId;
        this.revision = timelines
                .getTimeline(GetTimelineRequest.newBuilder().setJobId(jobId).build())
                .getRevision();
    }

    /** Slips a shot on the newest revision and returns the acknowledged edit. */
    public LoggedEdit slip(String shotId, long frames) throws Exception {
        ApplyEditsRequest.Builder request = ApplyEditsRequest.newBuilder()
                .setJobId(jobId)
                .setAutoLock(false)
                .setOmitTimeline(true)
                .setRequestId(UUID.randomUUID().toString())
                .addEdits(Cutting.slip(shotId, frames));
        while (true) {
            try {
                EditsResponse response =
                        timelines.applyEdits(request.setRevision(revision).build());
                revision = response.getRevision();
                return response.getEdits(0);
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.ABORTED) {
                    throw e;
                }
                revision = Cutting.stale(e).getCurrentRevision();
            }
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
