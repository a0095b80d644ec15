// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.MediaRejection;
import dev.rushes.api.v1.Render;
import dev.rushes.api.worker.v1.AnalyzeClipRequest;
import dev.rushes.api.worker.v1.AnalyzeClipResponse;
import dev.rushes.api.worker.v1.AnalyzeSongRequest;
import dev.rushes.api.worker.v1.AnalyzeSongResponse;
import dev.rushes.api.worker.v1.AnalyzeVideoRequest;
import dev.rushes.api.worker.v1.AnalyzeVideoResponse;
import dev.rushes.api.worker.v1.CandidateClip;
import dev.rushes.api.worker.v1.MakePreviewRequest;
import dev.rushes.api.worker.v1.MakePreviewResponse;
import dev.rushes.api.worker.v1.MediaSource;
import dev.rushes.api.worker.v1.OptimizeSequenceRequest;
import dev.rushes.api.worker.v1.OptimizeSequenceResponse;
import dev.rushes.api.worker.v1.PreviewResult;
import dev.rushes.api.worker.v1.ProbeMediaRequest;
import dev.rushes.api.worker.v1.ProbeMediaResponse;
import dev.rushes.api.worker.v1.Progress;
import dev.rushes.api.worker.v1.ProposeSectionRequest;
import dev.rushes.api.worker.v1.ProposeSectionResponse;
import dev.rushes.api.worker.v1.RenderClip;
import dev.rushes.api.worker.v1.RenderResult;
import dev.rushes.api.worker.v1.RenderTimelineRequest;
import dev.rushes.api.worker.v1.RenderTimelineResponse;
import dev.rushes.api.worker.v1.VideoResult;
import dev.rushes.api.worker.v1.WorkerServiceGrpc;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.regeneration.RegenerationRequest;
import dev.rushes.editorial.regeneration.SectionProposal;
import dev.rushes.editorial.sequence.Candidate;
import dev.rushes.editorial.sequence.SequenceOutcome;
import dev.rushes.editorial.sequence.SequenceRequest;
import dev.rushes.editorial.style.FinishedVideo;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.server.access.Scope;
import dev.rushes.wire.FootageWire;
import dev.rushes.wire.MusicWire;
import dev.rushes.wire.ProposalWire;
import dev.rushes.wire.StyleWire;
import dev.rushes.wire.TimeWire;
import dev.rushes.wire.TimelineWire;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** {@link Workers} over gRPC, dispatched through the endpoint group of those who answer. */
public final class GrpcWorkers implements Workers, AutoCloseable {
    /** A job of 200 clips with their curves is about 4 MiB; twice the largest job allowed. */
    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    /**
     * A worker that is frozen or cut off keeps its connections; two of these without an answer end them, so that its calls run
     * elsewhere within 10 s, and within 20 s if the next one falls silent as well (P-11). Workers allow one ping in 2 s.
     */
    private static final Duration PING = Duration.ofSeconds(3);

    /** Looks at files wait for a slot here, and a worker with a slot accepts at once: one that does not has just fallen silent. */
    private static final Duration LOOK_ACCEPTED_WITHIN = Duration.ofSeconds(3);

    private final WorkerDirectory directory;
    /** Connections of their own: on shared ones the directory's questions to a silent worker would count as a sign of life. */
    private final ClientFactory connections;

    private final WorkerServiceGrpc.WorkerServiceStub stub;
    private final SlotGate analysisGate;
    private final Exchange.Limits looks;
    private final Exchange.Limits others;

    /**
     * Calls workers.
     *
     * @param stallLimit calls end when the worker says nothing for so long
     */
    public GrpcWorkers(WorkerDirectory directory, WorkerAccess access, Duration stallLimit) {
        this.directory = directory;
        this.analysisGate = new SlotGate(directory::slots);
        this.looks = new Exchange.Limits(LOOK_ACCEPTED_WITHIN, stallLimit);
        this.others = new Exchange.Limits(stallLimit, stallLimit);
        this.connections = access.connections().pingInterval(PING).build();
        this.stub = access.identified(
                        GrpcClients.builder("gproto+" + access.protocol().uriText(), directory))
                .factory(connections)
                .maxRequestMessageLength(MAX_MESSAGE_BYTES)
                .maxResponseMessageLength(MAX_MESSAGE_BYTES)
                .maxResponseLength(0)
                .responseTimeout(Duration.ZERO)
                .build(WorkerServiceGrpc.WorkerServiceStub.class);
        directory.onChange(analysisGate::look);
    }

    @Override
    public Optional<Versions> versions() {
        return directory
                .lastAnswer()
                .map(answer -> new Versions(
                        answer.getVisionVersion(),
                        answer.getAudioVersion(),
                        // Older workers have one version for clips and videos.
                        answer.getVideoVersion().isEmpty() ? answer.getVisionVersion() : answer.getVideoVersion(),
                        answer.getGlanceVersion()));
    }

    @Override
    public boolean isAvailable() {
        return !directory.answers().isEmpty();
    }

    @Override
    public List<Capability> capabilities() {
        return directory.answers().stream()
                .flatMap(answer -> answer.getCapabilitiesList().stream()
                        .map(found -> new Capability(
                                found.getName(),
                                found.getState().name().replace("STATE_", ""),
                                found.getDetail(),
                                found.getProcess().isEmpty() ? answer.getWorkerName() : found.getProcess())))
                .toList();
    }

    @Override
    public Looked<ClipFeatures> analyzeClip(SourceFile file, Turn turn, Listener listener, CancelSignal cancel) {
        return look(file, AnalyzeClipRequest.Look.LOOK_FULL, turn, listener, cancel);
    }

    @Override
    public Looked<ClipFeatures> glance(SourceFile file, CancelSignal cancel) {
        return look(file, AnalyzeClipRequest.Look.LOOK_GLANCE, Turn.GLANCE, (done, total) -> {}, cancel);
    }

    private Looked<ClipFeatures> look(
            SourceFile file, AnalyzeClipRequest.Look look, Turn turn, Listener listener, CancelSignal cancel) {
        Function<AnalyzeClipResponse, Exchange.Event<Looked<ClipFeatures>>> read =
                message -> switch (message.getEventCase()) {
                    case ACCEPTED, EVENT_NOT_SET -> new Exchange.Event.Accepted<>();
                    case PROGRESS -> moved(message.getProgress());
                    case FEATURES -> found(FootageWire.fromProto(message.getFeatures()));
                    case REJECTION -> rejected(message.getRejection());
                };
        return analyze(
                stub::analyzeClip,
                AnalyzeClipRequest.newBuilder()
                        .setSource(source(file))
                        .setLook(look)
                        .build(),
                read,
                turn,
                listener,
                cancel);
    }

    @Override
    public Looked<SongAnalysis> analyzeSong(SourceFile file, Turn turn, Listener listener, CancelSignal cancel) {
        Function<AnalyzeSongResponse, Exchange.Event<Looked<SongAnalysis>>> read =
                message -> switch (message.getEventCase()) {
                    case ACCEPTED, EVENT_NOT_SET -> new Exchange.Event.Accepted<>();
                    case PROGRESS -> moved(message.getProgress());
                    case ANALYSIS -> found(MusicWire.fromProto(message.getAnalysis()));
                    case REJECTION -> rejected(message.getRejection());
                };
        return analyze(
                stub::analyzeSong,
                AnalyzeSongRequest.newBuilder().setSource(source(file)).build(),
                read,
                turn,
                listener,
                cancel);
    }

    @Override
    public Looked<FinishedVideo> analyzeVideo(SourceFile file, Turn turn, Listener listener, CancelSignal cancel) {
        Function<AnalyzeVideoResponse, Exchange.Event<Looked<FinishedVideo>>> read =
                message -> switch (message.getEventCase()) {
                    case ACCEPTED, EVENT_NOT_SET -> new Exchange.Event.Accepted<>();
                    case PROGRESS -> moved(message.getProgress());
                    case RESULT -> found(video(message.getResult()));
                    case REJECTION -> rejected(message.getRejection());
                };
        return analyze(
                stub::analyzeVideo,
                AnalyzeVideoRequest.newBuilder().setSource(source(file)).build(),
                read,
                turn,
                listener,
                cancel);
    }

    @Override
    public SequenceOutcome optimize(SequenceRequest request, Listener listener, CancelSignal cancel) {
        Function<OptimizeSequenceResponse, Exchange.Event<SequenceOutcome>> read =
                message -> switch (message.getEventCase()) {
                    case ACCEPTED, EVENT_NOT_SET -> new Exchange.Event.Accepted<>();
                    case PROGRESS -> moved(message.getProgress());
                    case TIMELINE ->
                        new Exchange.Event.Ended<>(
                                new SequenceOutcome.Cut(TimelineWire.fromProto(message.getTimeline())));
                    case INFEASIBLE ->
                        new Exchange.Event.Ended<>(new SequenceOutcome.Infeasible(
                                message.getInfeasible().getMessage()));
                };
        return call(stub::optimizeSequence, sequence(request), new Exchange<>(read, others), listener, cancel);
    }

    @Override
    public Proposed propose(RegenerationRequest request, Consumer<SectionProposal> first, CancelSignal cancel) {
        Function<ProposeSectionResponse, Exchange.Event<Proposed>> read = message -> switch (message.getEventCase()) {
            case ACCEPTED, EVENT_NOT_SET -> new Exchange.Event.Accepted<>();
            case PROGRESS -> moved(message.getProgress());
            case FIRST -> {
                first.accept(ProposalWire.fromProto(message.getFirst()));
                yield new Exchange.Event.Moved<>(1, 2);
            }
            case PROPOSAL ->
                new Exchange.Event.Ended<>(new Proposed.Section(ProposalWire.fromProto(message.getProposal())));
            case NOTHING ->
                new Exchange.Event.Ended<>(
                        new Proposed.Nothing(message.getNothing().getMessage()));
        };
        return call(
                stub::proposeSection, proposing(request), new Exchange<>(read, others), (done, total) -> {}, cancel);
    }

    @Override
    public Looked<RenderedFile> render(RenderOrder order, Listener listener, CancelSignal cancel) {
        Function<RenderTimelineResponse, Exchange.Event<Looked<RenderedFile>>> read =
                message -> switch (message.getEventCase()) {
                    case ACCEPTED, EVENT_NOT_SET -> new Exchange.Event.Accepted<>();
                    case PROGRESS -> moved(message.getProgress());
                    case RESULT -> found(rendered(message.getResult()));
                    case REJECTION -> rejected(message.getRejection());
                };
        return call(stub::renderTimeline, rendering(order), new Exchange<>(read, others), listener, cancel);
    }

    @Override
    public Looked<MediaFacts> probe(SourceFile file, CancelSignal cancel) {
        ProbeMediaRequest request =
                ProbeMediaRequest.newBuilder().setSource(source(file)).build();
        Function<ProbeMediaResponse, Exchange.Event<Looked<MediaFacts>>> read =
                message -> switch (message.getEventCase()) {
                    case ACCEPTED, EVENT_NOT_SET -> new Exchange.Event.Accepted<>();
                    case FACTS -> found(facts(message.getFacts()));
                    case REJECTION -> rejected(message.getRejection());
                };
        return call(stub::probeMedia, request, new Exchange<>(read, others), (done, total) -> {}, cancel);
    }

    @Override
    public Looked<List<PreviewFile>> preview(PreviewOrder order, Listener listener, CancelSignal cancel) {
        Function<MakePreviewResponse, Exchange.Event<Looked<List<PreviewFile>>>> read =
                message -> switch (message.getEventCase()) {
                    case ACCEPTED, EVENT_NOT_SET -> new Exchange.Event.Accepted<>();
                    case PROGRESS -> moved(message.getProgress());
                    case RESULT -> found(previews(message.getResult()));
                    case REJECTION -> rejected(message.getRejection());
                };
        MakePreviewRequest request = MakePreviewRequest.newBuilder()
                .setSource(source(order.source()))
                .setKind(MakePreviewRequest.Kind.valueOf("KIND_" + order.kind()))
                .setOutputFolder(order.folder().toString())
                .build();
        return call(stub::makePreview, request, new Exchange<>(read, others), listener, cancel);
    }

    /** Analyses wait here for a slot instead of knocking at full workers; a full worker is still possible. */
    private <Q, R, T> T analyze(
            BiConsumer<Q, StreamObserver<R>> method,
            Q request,
            Function<R, Exchange.Event<T>> read,
            Turn turn,
            Listener listener,
            CancelSignal cancel) {
        String creatorId = Scope.creatorId();
        try {
            analysisGate.enter(turn, creatorId);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerFault.Cancelled();
        }
        try {
            return call(method, request, new Exchange<>(read, looks), listener, cancel);
        } finally {
            analysisGate.leave(creatorId);
        }
    }

    private <Q, R, T> T call(
            BiConsumer<Q, StreamObserver<R>> method,
            Q request,
            Exchange<Q, R, T> exchange,
            Listener listener,
            CancelSignal cancel) {
        if (!isAvailable()) {
            throw new WorkerFault.Busy("no worker answers");
        }
        return exchange.run(method, request, listener, cancel);
    }

    private static <T> Exchange.Event<T> moved(Progress progress) {
        return new Exchange.Event.Moved<>(progress.getDoneCount(), progress.getTotalCount());
    }

    private static <V> Exchange.Event<Looked<V>> found(V value) {
        return new Exchange.Event.Ended<>(new Looked.Found<>(value));
    }

    private static <V> Exchange.Event<Looked<V>> rejected(MediaRejection rejection) {
        return new Exchange.Event.Ended<>(new Looked.Rejected<>(
                rejection.getCode().name().replace("CODE_", "").toUpperCase(Locale.ROOT), rejection.getMessage()));
    }

    private static MediaSource source(SourceFile file) {
        return MediaSource.newBuilder()
                .setFileName(file.fileName())
                .setLocalPath(file.path().toString())
                .setSha256(file.sha256())
                .build();
    }

    private static FinishedVideo video(VideoResult result) {
        return new FinishedVideo(
                FootageWire.fromProto(result.getVideo()),
                result.hasSong() ? MusicWire.fromProto(result.getSong()) : null);
    }

    /** Roles this server does not know yet are left out. */
    private static List<PreviewFile> previews(PreviewResult result) {
        return result.getFilesList().stream()
                .filter(file -> file.getRole() != dev.rushes.api.worker.v1.PreviewFile.Role.ROLE_UNSPECIFIED
                        && file.getRole() != dev.rushes.api.worker.v1.PreviewFile.Role.UNRECOGNIZED)
                .map(file -> new PreviewFile(
                        PreviewFile.Role.valueOf(file.getRole().name().replace("ROLE_", "")),
                        file.getFileName(),
                        file.getSizeBytes(),
                        file.getSha256(),
                        file.getWidth(),
                        file.getHeight(),
                        file.getCount(),
                        file.getColumnCount(),
                        TimeWire.micros(file.getDuration()),
                        file.getSampleRate(),
                        file.getSamplesPerPeak()))
                .toList();
    }

    private static RenderedFile rendered(RenderResult result) {
        return new RenderedFile(
                result.getSizeBytes(),
                result.getSha256(),
                result.getWidth(),
                result.getHeight(),
                result.getFrameCount(),
                new RenderedFile.Making(
                        result.getSegmentCount(),
                        result.getCachedSegmentCount(),
                        result.hasLoudnessLufs() ? result.getLoudnessLufs() : null,
                        result.hasTruePeakDbtp() ? result.getTruePeakDbtp() : null));
    }

    private static MediaFacts facts(dev.rushes.api.worker.v1.MediaFacts facts) {
        boolean counts = facts.getFrameRate().getNumerator() > 0;
        return new MediaFacts(
                new MediaFacts.Pictures(
                        counts ? TimeWire.fromProto(facts.getFrameRate()) : FrameRate.FPS_30,
                        facts.getFrameCount(),
                        facts.getVariableRate(),
                        facts.getWidth(),
                        facts.getHeight()),
                facts.getStartTimecode(),
                facts.getChannelCount(),
                facts.getSampleRate(),
                facts.getDurationSeconds());
    }

    private static OptimizeSequenceRequest sequence(SequenceRequest request) {
        OptimizeSequenceRequest.Builder message = OptimizeSequenceRequest.newBuilder()
                .setFrameRate(TimeWire.toProto(request.frameRate()))
                .setFrameCount(request.frameCount())
                .setSong(MusicWire.toProto(request.song()))
                .setStyle(StyleWire.toProto(request.style()))
                .setSeed(request.seed())
                .setShape(shape(request.outputAspect()))
                .addAllAvoidedMediaIds(
                        request.avoidedClipIds().stream().sorted().toList());
        request.lockedShots().forEach(shot -> message.addLockedShots(TimelineWire.toProto(shot)));
        request.candidates().forEach(clip -> message.addClips(candidate(clip)));
        return message.build();
    }

    private static ProposeSectionRequest proposing(RegenerationRequest request) {
        RegenerationRequest.Material material = request.material();
        ProposeSectionRequest.Builder message = ProposeSectionRequest.newBuilder()
                .setTimeline(TimelineWire.toProto(request.timeline()))
                .setSection(TimeWire.toProto(request.section()))
                .setInstruction(ProposalWire.toProto(request.instruction()))
                .setConstraints(ProposalWire.toProto(request.constraints(), material.avoidedClipIds()))
                .setSong(MusicWire.toProto(material.song()))
                .setStyle(StyleWire.toProto(material.style()))
                .setSeed(request.seed())
                .setShape(shape(material.outputAspect()));
        material.candidates().forEach(clip -> message.addClips(candidate(clip)));
        return message.build();
    }

    private static Job.Shape shape(double aspect) {
        if (aspect <= 0) {
            return Job.Shape.SHAPE_UNSPECIFIED;
        }
        return aspect < 0.99
                ? Job.Shape.SHAPE_VERTICAL
                : aspect > 1.01 ? Job.Shape.SHAPE_LANDSCAPE : Job.Shape.SHAPE_SQUARE;
    }

    private static CandidateClip candidate(Candidate clip) {
        return CandidateClip.newBuilder()
                .setMediaId(clip.clipId())
                .setFileName(clip.fileName())
                .setFeatures(FootageWire.toProto(clip.features()))
                .build();
    }

    private static RenderTimelineRequest rendering(RenderOrder order) {
        RenderTimelineRequest.Builder message = RenderTimelineRequest.newBuilder()
                .setTimeline(TimelineWire.toProto(order.timeline()))
                .setSong(source(order.song()))
                .setShape(Job.Shape.valueOf("SHAPE_" + order.form().shape()))
                .setQuality(Render.Quality.valueOf("QUALITY_" + order.form().quality()))
                .setContainer(
                        Render.Container.valueOf("CONTAINER_" + order.form().container()))
                .setWidth(order.form().width())
                .setHeight(order.form().height())
                .setOutputPath(order.output().toString());
        Double loudness = order.form().loudnessLufs();
        if (loudness != null) {
            message.setLoudnessTargetLufs(loudness);
        }
        order.clips()
                .forEach((id, clip) -> message.putClips(
                        id,
                        RenderClip.newBuilder()
                                .setSource(source(clip.source()))
                                .setFeatures(FootageWire.toProto(clip.features()))
                                .build()));
        return message.build();
    }

    /** Ends all calls. */
    @Override
    public void close() {
        connections.close();
    }
}
