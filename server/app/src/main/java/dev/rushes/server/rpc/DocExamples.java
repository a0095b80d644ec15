// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.server.docs.DocService;
import com.linecorp.armeria.server.docs.DocServiceBuilder;
import dev.rushes.api.v1.AnalysisServiceGrpc;
import dev.rushes.api.v1.ApplyEditsRequest;
import dev.rushes.api.v1.CreateJobRequest;
import dev.rushes.api.v1.CreateMediaRequest;
import dev.rushes.api.v1.CreateProjectRequest;
import dev.rushes.api.v1.Edit;
import dev.rushes.api.v1.EstimateRenderRequest;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.GenerationServiceGrpc;
import dev.rushes.api.v1.GetEditSessionRequest;
import dev.rushes.api.v1.GetGenerationRequest;
import dev.rushes.api.v1.GetRenderRequest;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.Instruction;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.JobServiceGrpc;
import dev.rushes.api.v1.ListAnalysesRequest;
import dev.rushes.api.v1.ListEditsRequest;
import dev.rushes.api.v1.ListMediaRequest;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.api.v1.Project;
import dev.rushes.api.v1.ProjectServiceGrpc;
import dev.rushes.api.v1.ProposalServiceGrpc;
import dev.rushes.api.v1.ProposeSectionRequest;
import dev.rushes.api.v1.RegenerateSectionRequest;
import dev.rushes.api.v1.Render;
import dev.rushes.api.v1.RenderServiceGrpc;
import dev.rushes.api.v1.RenderTimelineRequest;
import dev.rushes.api.v1.SessionServiceGrpc;
import dev.rushes.api.v1.ShotRef;
import dev.rushes.api.v1.TimelineServiceGrpc;
import dev.rushes.api.v1.UndoEditRequest;
import dev.rushes.api.v1.WatchTimelineRequest;
import io.grpc.ServiceDescriptor;

/** The page under {@code /docs} with a request for each step from a project to a finished video; identities are to be replaced. */
public final class DocExamples {
    private static final String ID = "0199a2f3-7c1e-7000-8000-00000000000";
    private static final String PROJECT = ID + "1";
    private static final String JOB = ID + "2";
    private static final String WORK = ID + "3";
    private static final String REQUEST = "6f1d1c52-3c9c-4b53-9f0b-2a6d0d2f4c11";

    private final DocServiceBuilder docs = DocService.builder();

    private DocExamples() {}

    /** Returns the page, with the comments of the contract beside each call. */
    public static DocService service() {
        DocExamples examples = new DocExamples();
        examples.docs.exampleHeaders(HttpHeaders.of(HttpHeaderNames.AUTHORIZATION, "Bearer rsh_the_text_of_a_token"));
        examples.addFootage();
        examples.addCuts();
        examples.addEdits();
        examples.addResults();
        return examples.docs.build();
    }

    private void add(ServiceDescriptor service, String method, Message... requests) {
        docs.exampleRequests(service.getName(), method, (Object[]) requests);
    }

    private void addFootage() {
        add(
                ProjectServiceGrpc.getServiceDescriptor(),
                "CreateProject",
                CreateProjectRequest.newBuilder()
                        .setProject(Project.newBuilder().setDisplayName("Spring campaign"))
                        .build());
        add(
                JobServiceGrpc.getServiceDescriptor(),
                "CreateJob",
                CreateJobRequest.newBuilder()
                        .setJob(Job.newBuilder()
                                .setProjectId(PROJECT)
                                .setDisplayName("Dresses, 15 seconds")
                                .setTargetDuration(Duration.newBuilder().setSeconds(15)))
                        .build());
        add(
                MediaServiceGrpc.getServiceDescriptor(),
                "CreateMedia",
                media(Media.Kind.KIND_CLIP, "IMG_0412.MOV", 48_211_904),
                media(Media.Kind.KIND_SONG, "song.mp3", 5_242_880),
                media(Media.Kind.KIND_FINISHED_VIDEO, "last season.mp4", 31_457_280));
        add(
                MediaServiceGrpc.getServiceDescriptor(),
                "ListMedia",
                ListMediaRequest.newBuilder().setJobId(JOB).setPageSize(50).build());
        add(
                AnalysisServiceGrpc.getServiceDescriptor(),
                "ListAnalyses",
                ListAnalysesRequest.newBuilder().setJobId(JOB).build());
    }

    private static CreateMediaRequest media(Media.Kind kind, String name, long bytes) {
        return CreateMediaRequest.newBuilder()
                .setMedia(Media.newBuilder()
                        .setJobId(JOB)
                        .setKind(kind)
                        .setFileName(name)
                        .setSizeBytes(bytes)
                        .setSha256("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
                .build();
    }

    private void addCuts() {
        ServiceDescriptor generations = GenerationServiceGrpc.getServiceDescriptor();
        add(
                generations,
                "GenerateTimeline",
                GenerateTimelineRequest.newBuilder()
                        .setJobId(JOB)
                        .setRequestId(REQUEST)
                        .build());
        add(
                generations,
                "GetGeneration",
                GetGenerationRequest.newBuilder().setGenerationId(WORK).build());
        ProposeSectionRequest tighter = ProposeSectionRequest.newBuilder()
                .setJobId(JOB)
                .setInstruction(Instruction.INSTRUCTION_MAKE_TIGHTER)
                .build();
        ServiceDescriptor proposals = ProposalServiceGrpc.getServiceDescriptor();
        add(proposals, "ProposeSection", tighter);
        add(
                proposals,
                "RegenerateSection",
                RegenerateSectionRequest.newBuilder().setAsk(tighter).build());
    }

    private void addEdits() {
        ServiceDescriptor timelines = TimelineServiceGrpc.getServiceDescriptor();
        add(
                timelines,
                "GetTimeline",
                GetTimelineRequest.newBuilder().setJobId(JOB).build());
        add(
                timelines,
                "ApplyEdits",
                edits(Edit.newBuilder()
                        .setSlip(Edit.Slip.newBuilder().setShot(shot("shot-2")).setFrameCount(6))),
                edits(Edit.newBuilder()
                        .setDelete(
                                Edit.Delete.newBuilder().setShot(shot("shot-3")).setReason("out_of_focus"))));
        add(timelines, "UndoEdit", UndoEditRequest.newBuilder().setJobId(JOB).build());
        add(
                timelines,
                "ListEdits",
                ListEditsRequest.newBuilder().setJobId(JOB).setPageSize(50).build());
        add(
                timelines,
                "WatchTimeline",
                WatchTimelineRequest.newBuilder().setJobId(JOB).build());
    }

    private static ApplyEditsRequest edits(Edit.Builder edit) {
        return ApplyEditsRequest.newBuilder()
                .setJobId(JOB)
                .setRevision(1)
                .addEdits(edit)
                .setRequestId(REQUEST)
                .build();
    }

    private static ShotRef.Builder shot(String id) {
        return ShotRef.newBuilder().setShotId(id);
    }

    private void addResults() {
        ServiceDescriptor renders = RenderServiceGrpc.getServiceDescriptor();
        add(
                renders,
                "EstimateRender",
                EstimateRenderRequest.newBuilder()
                        .setJobId(JOB)
                        .setQuality(Render.Quality.QUALITY_HIGH)
                        .build());
        add(
                renders,
                "RenderTimeline",
                RenderTimelineRequest.newBuilder()
                        .setJobId(JOB)
                        .setQuality(Render.Quality.QUALITY_HIGH)
                        .setContainer(Render.Container.CONTAINER_MP4)
                        .setLoudnessTargetLufs(-14)
                        .setRequestId(REQUEST)
                        .build());
        add(
                renders,
                "GetRender",
                GetRenderRequest.newBuilder().setRenderId(WORK).build());
        add(
                SessionServiceGrpc.getServiceDescriptor(),
                "GetEditSession",
                GetEditSessionRequest.newBuilder().setSessionId(WORK).build());
    }
}
