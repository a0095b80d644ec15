// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import dev.rushes.server.access.Accounts;
import dev.rushes.server.access.AnonymousSessions;
import dev.rushes.server.access.Pairings;
import dev.rushes.server.analysis.Analyses;
import dev.rushes.server.audit.AuditLog;
import dev.rushes.server.comment.Comments;
import dev.rushes.server.erasure.Erasures;
import dev.rushes.server.framing.Framings;
import dev.rushes.server.generation.Generations;
import dev.rushes.server.generation.Proposals;
import dev.rushes.server.handoff.HandOffs;
import dev.rushes.server.id.Ids;
import dev.rushes.server.link.ContentLinks;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.preview.Previews;
import dev.rushes.server.project.Projects;
import dev.rushes.server.removal.Removals;
import dev.rushes.server.render.Renders;
import dev.rushes.server.request.Requests;
import dev.rushes.server.session.Sessions;
import dev.rushes.server.song.SongRepairs;
import dev.rushes.server.style.Styles;
import dev.rushes.server.system.Installation;
import dev.rushes.server.timeline.Edits;
import dev.rushes.server.timeline.Timelines;
import dev.rushes.server.watch.ChangeHub;
import io.grpc.BindableService;
import java.time.InstantSource;
import java.util.List;

/** Every public gRPC service of this server. */
public record Services(List<BindableService> all) {
    public Services {
        all = List.copyOf(all);
    }

    /** Returns the one service of this type. */
    <T extends BindableService> T get(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
    }

    /** The use cases behind the services. */
    public record Features(
            Projects projects,
            People people,
            MediaFiles media,
            Previews previews,
            Analyses analyses,
            Styles styles,
            Work work,
            Installation installation) {}

    /** Who may come in, and how. */
    public record People(
            Accounts accounts, Pairings pairings, AnonymousSessions anonymous, Erasures erasures, AuditLog audit) {}

    /** Timelines and the long work on them. */
    public record Work(
            Timelines timelines,
            Edits edits,
            Comments comments,
            SongRepairs repairs,
            Framings framings,
            Removals removals,
            HandOffs handOffs,
            Generations generations,
            Proposals proposals,
            Renders renders,
            Sessions sessions) {}

    /** What every service stands on. */
    public record Ground(
            Requests requests, WatchStream watches, ChangeHub hub, ContentLinks links, Ids ids, InstantSource clock) {}

    public static Services of(Features features, Ground ground) {
        Requests requests = ground.requests();
        WatchStream watches = ground.watches();
        return new Services(List.of(
                new ProjectGrpcService(features.projects(), requests),
                new JobGrpcService(features.projects(), features.work().timelines(), requests, ground.clock()),
                new MediaGrpcService(
                        features.media(), features.previews(), features.work().removals(), requests, ground.links()),
                new AnalysisGrpcService(
                        features.media(),
                        features.analyses(),
                        features.work().repairs(),
                        features.work().framings(),
                        requests),
                new StyleProfileGrpcService(features.styles(), requests),
                new TimelineGrpcService(
                        features.projects(),
                        features.work().timelines(),
                        new TimelineGrpcService.Footing(
                                features.work().edits(),
                                features.work().handOffs(),
                                features.work().comments()),
                        watches),
                new CommentGrpcService(
                        features.work().comments(), features.work().timelines(), requests),
                new GenerationGrpcService(features.work().generations(), requests, watches),
                new ProposalGrpcService(features.work().proposals(), watches, ground.hub(), ground.ids()),
                new RenderGrpcService(features.work().renders(), requests, watches, ground.links()),
                new SessionGrpcService(features.work().sessions()),
                new AccountGrpcService(features.people()),
                new AuditGrpcService(features.people().audit()),
                new SystemGrpcService(features.installation())));
    }
}
