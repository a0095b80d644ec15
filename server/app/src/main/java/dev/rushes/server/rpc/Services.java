// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.server.analysis.Analyses;
import dev.rushes.server.generation.Generations;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.project.Projects;
import dev.rushes.server.render.Renders;
import dev.rushes.server.request.Requests;
import dev.rushes.server.style.Styles;
import dev.rushes.server.system.Installation;
import dev.rushes.server.timeline.Timelines;
import io.grpc.BindableService;
import java.time.InstantSource;
import java.util.List;

/** Every public gRPC service of this server. */
public record Services(List<BindableService> all) {
    public Services {
        all = List.copyOf(all);
    }

    /** The use cases behind the services. */
    public record Features(
            Projects projects,
            MediaFiles media,
            Analyses analyses,
            Styles styles,
            Work work,
            Installation installation) {}

    /** Timelines and the long work on them. */
    public record Work(Timelines timelines, Generations generations, Renders renders) {}

    public static Services of(Features features, Requests requests, WatchStream watches, InstantSource clock) {
        return new Services(List.of(
                new ProjectGrpcService(features.projects(), requests),
                new JobGrpcService(features.projects(), features.work().timelines(), requests, clock),
                new MediaGrpcService(features.media(), requests),
                new AnalysisGrpcService(features.media(), features.analyses()),
                new StyleProfileGrpcService(features.styles(), requests),
                new TimelineGrpcService(features.projects(), features.work().timelines(), watches),
                new GenerationGrpcService(features.work().generations(), requests, watches),
                new RenderGrpcService(features.work().renders(), requests, watches),
                new SystemGrpcService(features.installation())));
    }
}
