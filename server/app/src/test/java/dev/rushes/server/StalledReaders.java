// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.WatchTimelineRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Watchers that allow the server to send nothing and never read. */
final class StalledReaders {
    private static final int STREAMS_PER_CONNECTION = 100;

    private StalledReaders() {}

    /** Opens as many watches of a job; closing the connections ends them. */
    static List<RawHttp2> open(URI server, String token, Job job, int count) throws IOException {
        byte[] request = WatchTimelineRequest.newBuilder()
                .setJobId(job.getJobId())
                .build()
                .toByteArray();
        List<RawHttp2> connections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i % STREAMS_PER_CONNECTION == 0) {
                RawHttp2 connection = new RawHttp2(server, 0).as(token);
                connection.await(frame -> frame.type() == RawHttp2.SETTINGS && frame.ack());
                connections.add(connection);
            }
            RawHttp2 connection = connections.getLast();
            connection.message(connection.call("rushes.v1.TimelineService/WatchTimeline"), request);
        }
        return connections;
    }
}
