// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.rpc;

import dev.rushes.api.v1.Capability;
import dev.rushes.api.worker.v1.Accepted;
import dev.rushes.api.worker.v1.AnalyzeClipRequest;
import dev.rushes.api.worker.v1.AnalyzeClipResponse;
import dev.rushes.api.worker.v1.AnalyzeSongRequest;
import dev.rushes.api.worker.v1.AnalyzeSongResponse;
import dev.rushes.api.worker.v1.AnalyzeVideoRequest;
import dev.rushes.api.worker.v1.AnalyzeVideoResponse;
import dev.rushes.api.worker.v1.DescribeRequest;
import dev.rushes.api.worker.v1.DescribeResponse;
import dev.rushes.api.worker.v1.MakePreviewRequest;
import dev.rushes.api.worker.v1.MakePreviewResponse;
import dev.rushes.api.worker.v1.NothingToPropose;
import dev.rushes.api.worker.v1.OptimizeSequenceRequest;
import dev.rushes.api.worker.v1.OptimizeSequenceResponse;
import dev.rushes.api.worker.v1.ProbeMediaRequest;
import dev.rushes.api.worker.v1.ProbeMediaResponse;
import dev.rushes.api.worker.v1.Progress;
import dev.rushes.api.worker.v1.ProposeSectionRequest;
import dev.rushes.api.worker.v1.ProposeSectionResponse;
import dev.rushes.api.worker.v1.RenderTimelineRequest;
import dev.rushes.api.worker.v1.RenderTimelineResponse;
import dev.rushes.api.worker.v1.VideoResult;
import dev.rushes.api.worker.v1.WorkerServiceGrpc;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.regeneration.Effect;
import dev.rushes.editorial.regeneration.RegenerationOutcome;
import dev.rushes.editorial.regeneration.RegenerationRequest;
import dev.rushes.editorial.regeneration.Regenerator;
import dev.rushes.editorial.sequence.Effort;
import dev.rushes.editorial.sequence.SequenceOutcome;
import dev.rushes.wire.FootageWire;
import dev.rushes.wire.MusicWire;
import dev.rushes.wire.ProposalWire;
import dev.rushes.wire.TimelineWire;
import dev.rushes.worker.audio.SongAnalyzer;
import dev.rushes.worker.audio.SongListener;
import dev.rushes.worker.decode.UnreadableMedia;
import dev.rushes.worker.preview.PreviewFile;
import dev.rushes.worker.vision.ClipAnalyzer;
import dev.rushes.worker.vision.VideoAnalyzer;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The worker's RPCs: parse, call one analyser, convert. Safe for use by several threads. */
public final class WorkerGrpcService extends WorkerServiceGrpc.WorkerServiceImplBase implements AutoCloseable {

    private static final int SONG_SAMPLE_RATE = 44_100;

    /** A person waits for these, so they never queue behind analyses. */
    private static final int OPTIMIZE_SLOTS = 8;

    /** A person waits for these too; each is one short child. */
    private static final int PROBE_SLOTS = 4;

    private static final int RENDER_SLOTS = 1;

    /** Nobody waits for these, so they run one at a time and never take a slot of an analysis. */
    private static final int PREVIEW_SLOTS = 1;

    private final WorkerFace face;
    private final MediaFiles files;
    private final String workerName;
    private final CallRunner runner;
    private final Slots analysisSlots;
    private final Slots optimizeSlots = Slots.of("optimize", OPTIMIZE_SLOTS);
    private final Slots probeSlots = Slots.of("probe", PROBE_SLOTS);
    private final Slots renderSlots = Slots.of("render", RENDER_SLOTS);
    private final Slots previewSlots = Slots.of("preview", PREVIEW_SLOTS);

    /**
     * @param mediaRoot only files below it are read and written
     * @param slots analyses at once
     * @param nanoClock monotonic time for the pace of progress
     */
    public WorkerGrpcService(WorkerFace face, Path mediaRoot, String workerName, int slots, LongSupplier nanoClock)
            throws IOException {
        this.face = face;
        this.files = MediaFiles.below(mediaRoot);
        this.workerName = workerName;
        this.runner = new CallRunner(workerName, nanoClock);
        this.analysisSlots = Slots.of("analysis", slots);
    }

    @Override
    public void describe(DescribeRequest request, StreamObserver<DescribeResponse> observer) {
        observer.onNext(DescribeResponse.newBuilder()
                .setWorkerName(workerName)
                .setSlotCount(analysisSlots.limit())
                .setFreeSlotCount(analysisSlots.free().availablePermits())
                .addAllCapabilities(capabilities())
                .setVisionVersion(ClipAnalyzer.VERSION)
                .setAudioVersion(SongAnalyzer.VERSION)
                .setVideoVersion(VideoAnalyzer.VERSION)
                .setGlanceVersion(ClipAnalyzer.GLANCE_VERSION)
                .build());
        observer.onCompleted();
    }

    @Override
    public void analyzeClip(AnalyzeClipRequest request, StreamObserver<AnalyzeClipResponse> observer) {
        var events = events(
                accepted ->
                        AnalyzeClipResponse.newBuilder().setAccepted(accepted).build(),
                progress ->
                        AnalyzeClipResponse.newBuilder().setProgress(progress).build());
        runner.run(analysisSlots, observer, events, progress -> {
            var answer = AnalyzeClipResponse.newBuilder();
            try {
                Path clip = files.source(request.getSource());
                var features = request.getLook() == AnalyzeClipRequest.Look.LOOK_GLANCE
                        ? face.clips().glance(clip)
                        : face.clips().analyze(clip, progress::report);
                return answer.setFeatures(FootageWire.toProto(features)).build();
            } catch (UnreadableMedia e) {
                return answer.setRejection(Rejections.toProto(e)).build();
            }
        });
    }

    @Override
    public void analyzeSong(AnalyzeSongRequest request, StreamObserver<AnalyzeSongResponse> observer) {
        var events = events(
                accepted ->
                        AnalyzeSongResponse.newBuilder().setAccepted(accepted).build(),
                progress ->
                        AnalyzeSongResponse.newBuilder().setProgress(progress).build());
        runner.run(analysisSlots, observer, events, progress -> {
            var answer = AnalyzeSongResponse.newBuilder();
            try {
                SongAnalysis song = listen(files.source(request.getSource()));
                return answer.setAnalysis(MusicWire.toProto(song)).build();
            } catch (UnreadableMedia e) {
                return answer.setRejection(Rejections.toProto(e)).build();
            }
        });
    }

    @Override
    public void analyzeVideo(AnalyzeVideoRequest request, StreamObserver<AnalyzeVideoResponse> observer) {
        var events = events(
                accepted ->
                        AnalyzeVideoResponse.newBuilder().setAccepted(accepted).build(),
                progress ->
                        AnalyzeVideoResponse.newBuilder().setProgress(progress).build());
        runner.run(analysisSlots, observer, events, progress -> {
            var answer = AnalyzeVideoResponse.newBuilder();
            try {
                Path file = files.source(request.getSource());
                var result = VideoResult.newBuilder()
                        .setVideo(FootageWire.toProto(face.videos().analyze(file)));
                if (face.reader().probe(file).audio() != null) {
                    result.setSong(MusicWire.toProto(listen(file)));
                }
                return answer.setResult(result).build();
            } catch (UnreadableMedia e) {
                return answer.setRejection(Rejections.toProto(e)).build();
            }
        });
    }

    @Override
    public void optimizeSequence(OptimizeSequenceRequest request, StreamObserver<OptimizeSequenceResponse> observer) {
        var events = events(
                accepted -> OptimizeSequenceResponse.newBuilder()
                        .setAccepted(accepted)
                        .build(),
                progress -> OptimizeSequenceResponse.newBuilder()
                        .setProgress(progress)
                        .build());
        runner.run(optimizeSlots, observer, events, progress -> {
            SequenceOutcome outcome = face.optimizer().optimize(WorkerWire.fromProto(request));
            var answer = OptimizeSequenceResponse.newBuilder();
            return switch (outcome) {
                case SequenceOutcome.Cut cut ->
                    answer.setTimeline(TimelineWire.toProto(cut.timeline())).build();
                case SequenceOutcome.Infeasible infeasible ->
                    answer.setInfeasible(WorkerWire.toProto(infeasible)).build();
            };
        });
    }

    @Override
    public void proposeSection(ProposeSectionRequest request, StreamObserver<ProposeSectionResponse> observer) {
        var events = events(
                accepted -> ProposeSectionResponse.newBuilder()
                        .setAccepted(accepted)
                        .build(),
                progress -> ProposeSectionResponse.newBuilder()
                        .setProgress(progress)
                        .build());
        runner.run(optimizeSlots, observer, events, outlet -> {
            RegenerationRequest asked = WorkerWire.fromProto(request);
            Regenerator regenerator = new Regenerator(face.optimizer());
            Effect predicted = null;
            if (regenerator.regenerate(asked, Effort.QUICK, null) instanceof RegenerationOutcome.Proposal first) {
                predicted = first.receipt().after();
                outlet.send(ProposeSectionResponse.newBuilder()
                        .setFirst(ProposalWire.toProto(first.section()))
                        .build());
            }
            var answer = ProposeSectionResponse.newBuilder();
            return switch (regenerator.regenerate(asked, Effort.FULL, predicted)) {
                case RegenerationOutcome.Proposal full ->
                    answer.setProposal(ProposalWire.toProto(full.section())).build();
                case RegenerationOutcome.NothingToPropose nothing ->
                    answer.setNothing(NothingToPropose.newBuilder().setMessage(nothing.message()))
                            .build();
            };
        });
    }

    @Override
    public void renderTimeline(RenderTimelineRequest request, StreamObserver<RenderTimelineResponse> observer) {
        var events = events(
                accepted -> RenderTimelineResponse.newBuilder()
                        .setAccepted(accepted)
                        .build(),
                progress -> RenderTimelineResponse.newBuilder()
                        .setProgress(progress)
                        .build());
        runner.run(renderSlots, observer, events, progress -> {
            var answer = RenderTimelineResponse.newBuilder();
            try {
                var plan = WorkerWire.fromProto(request, files, face.segments(), face.renderParallelism());
                var file = face.renderer().render(plan, progress::report);
                return answer.setResult(WorkerWire.toProto(file)).build();
            } catch (UnreadableMedia e) {
                return answer.setRejection(Rejections.toProto(e)).build();
            }
        });
    }

    @Override
    public void probeMedia(ProbeMediaRequest request, StreamObserver<ProbeMediaResponse> observer) {
        var events = events(
                accepted ->
                        ProbeMediaResponse.newBuilder().setAccepted(accepted).build(),
                progress -> ProbeMediaResponse.getDefaultInstance());
        runner.run(probeSlots, observer, events, progress -> {
            var answer = ProbeMediaResponse.newBuilder();
            try {
                var info = face.reader().probe(files.source(request.getSource()));
                return answer.setFacts(WorkerWire.toProto(info)).build();
            } catch (UnreadableMedia e) {
                return answer.setRejection(Rejections.toProto(e)).build();
            }
        });
    }

    @Override
    public void makePreview(MakePreviewRequest request, StreamObserver<MakePreviewResponse> observer) {
        var events = events(
                accepted ->
                        MakePreviewResponse.newBuilder().setAccepted(accepted).build(),
                progress ->
                        MakePreviewResponse.newBuilder().setProgress(progress).build());
        runner.run(previewSlots, observer, events, progress -> {
            var answer = MakePreviewResponse.newBuilder();
            try {
                Path source = files.source(request.getSource());
                Path folder = files.target(request.getOutputFolder());
                List<PreviewFile> made = switch (request.getKind()) {
                    case KIND_PICTURE -> face.previews().picture(source, folder, progress::report);
                    case KIND_SOUND -> face.previews().sound(source, folder);
                    case KIND_UNSPECIFIED, UNRECOGNIZED ->
                        throw new IllegalArgumentException(
                                "kind: " + request.getKindValue() + " (expected: KIND_PICTURE or KIND_SOUND)");
                };
                return answer.setResult(WorkerWire.toProto(made)).build();
            } catch (UnreadableMedia e) {
                return answer.setRejection(Rejections.toProto(e)).build();
            }
        });
    }

    /** Stops every call. */
    @Override
    public void close() {
        runner.close();
    }

    /** What is known so far; empty during the first second or two. */
    private List<Capability> capabilities() {
        return face.capabilities().getNow(List.of()).stream()
                .map(found -> WorkerWire.toProto(found, workerName))
                .toList();
    }

    private SongAnalysis listen(Path file) throws UnreadableMedia, InterruptedException {
        SongListener listener = face.songs().listen(SONG_SAMPLE_RATE);
        face.reader().readAudio(file, SONG_SAMPLE_RATE, listener::hear);
        return listener.finish();
    }

    private static <R> CallRunner.Events<R> events(Function<Accepted, R> accepted, Function<Progress, R> progress) {
        return new CallRunner.Events<>() {
            @Override
            public R accepted(Accepted message) {
                return accepted.apply(message);
            }

            @Override
            public R progress(Progress message) {
                return progress.apply(message);
            }
        };
    }
}
