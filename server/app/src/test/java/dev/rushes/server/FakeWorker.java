// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.rushes.api.v1.FrameRate;
import dev.rushes.api.v1.MediaRejection;
import dev.rushes.api.v1.SongAnalysis;
import dev.rushes.api.worker.v1.Accepted;
import dev.rushes.api.worker.v1.AnalyzeClipRequest;
import dev.rushes.api.worker.v1.AnalyzeClipResponse;
import dev.rushes.api.worker.v1.AnalyzeSongRequest;
import dev.rushes.api.worker.v1.AnalyzeSongResponse;
import dev.rushes.api.worker.v1.AnalyzeVideoRequest;
import dev.rushes.api.worker.v1.AnalyzeVideoResponse;
import dev.rushes.api.worker.v1.CandidateClip;
import dev.rushes.api.worker.v1.DescribeRequest;
import dev.rushes.api.worker.v1.DescribeResponse;
import dev.rushes.api.worker.v1.Infeasible;
import dev.rushes.api.worker.v1.MakePreviewRequest;
import dev.rushes.api.worker.v1.MakePreviewResponse;
import dev.rushes.api.worker.v1.MediaFacts;
import dev.rushes.api.worker.v1.NothingToPropose;
import dev.rushes.api.worker.v1.OptimizeSequenceRequest;
import dev.rushes.api.worker.v1.OptimizeSequenceResponse;
import dev.rushes.api.worker.v1.PreviewFile;
import dev.rushes.api.worker.v1.PreviewResult;
import dev.rushes.api.worker.v1.ProbeMediaRequest;
import dev.rushes.api.worker.v1.ProbeMediaResponse;
import dev.rushes.api.worker.v1.Progress;
import dev.rushes.api.worker.v1.ProposeSectionRequest;
import dev.rushes.api.worker.v1.ProposeSectionResponse;
import dev.rushes.api.worker.v1.RenderResult;
import dev.rushes.api.worker.v1.RenderTimelineRequest;
import dev.rushes.api.worker.v1.RenderTimelineResponse;
import dev.rushes.api.worker.v1.VideoResult;
import dev.rushes.api.worker.v1.WorkerServiceGrpc;
import dev.rushes.editorial.regeneration.RegenerationOutcome;
import dev.rushes.editorial.regeneration.RegenerationRequest;
import dev.rushes.editorial.regeneration.Regenerator;
import dev.rushes.editorial.sequence.Candidate;
import dev.rushes.editorial.sequence.Effort;
import dev.rushes.editorial.sequence.SequenceOptimizer;
import dev.rushes.testkit.sample.Samples;
import dev.rushes.wire.FootageWire;
import dev.rushes.wire.MusicWire;
import dev.rushes.wire.ProposalWire;
import dev.rushes.wire.StyleWire;
import dev.rushes.wire.TimeWire;
import dev.rushes.wire.TimelineWire;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker whose answers depend on file names: {@code broken…} is no media, {@code shaky…} has no usable part, {@code silent…} has no
 * sound, {@code poison…} fails the call, anything else is fine. Calls can be held back and are counted by file name.
 */
final class FakeWorker extends WorkerServiceGrpc.WorkerServiceImplBase implements AutoCloseable {
    static final byte[] VIDEO = "not really an MP4, but all of it".getBytes(StandardCharsets.UTF_8);

    private final Server server;
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile String held = "";
    private volatile DescribeResponse versions = DescribeResponse.newBuilder()
            .setVisionVersion("vision-1")
            .setAudioVersion("audio-1")
            .setVideoVersion("video-1")
            .setGlanceVersion("glance-1")
            .buildPartial();
    private volatile boolean full;
    private volatile int reusedSegments = 1;
    private volatile List<CandidateClip> lastClips = List.of();
    private volatile SongAnalysis lastSong = SongAnalysis.getDefaultInstance();

    FakeWorker() {
        this(0);
    }

    FakeWorker(int port) {
        this(Server.builder().http(port));
    }

    /** Answers where and to whom {@code listening} says. */
    FakeWorker(ServerBuilder listening) {
        server = listening
                .requestTimeoutMillis(0)
                .service(GrpcService.builder()
                        .addService(this)
                        .maxRequestMessageLength(64 << 20)
                        .useBlockingTaskExecutor(true)
                        .build())
                .build();
        server.start().join();
    }

    int port() {
        return server.activeLocalPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    /** Returns the clips that the last cut was asked for. */
    List<CandidateClip> lastClips() {
        return lastClips;
    }

    /** Returns the song that the last cut was asked for. */
    SongAnalysis lastSong() {
        return lastSong;
    }

    int calls(String fileName) {
        return calls.getOrDefault(fileName, new AtomicInteger()).get();
    }

    /** Holds back every call from now on until {@link #release}. */
    void hold() {
        hold("");
    }

    /** As {@link #hold()}, only those for files whose names begin so. */
    void hold(String prefix) {
        held = prefix;
        gate = new CountDownLatch(1);
    }

    /** Says from now on that its analysers have these versions. */
    void versions(DescribeResponse newVersions) {
        versions = newVersions;
    }

    void release() {
        gate.countDown();
    }

    /** Says of each render from now on that so many of its 5 segments were there already. */
    void reuses(int segments) {
        reusedSegments = segments;
    }

    /** Answers every call as a worker without a free slot, or no longer. */
    void full(boolean isFull) {
        full = isFull;
    }

    @Override
    public void describe(DescribeRequest request, StreamObserver<DescribeResponse> observer) {
        observer.onNext(versions.toBuilder()
                .setWorkerName("fake")
                .setSlotCount(4)
                .setFreeSlotCount(4)
                .build());
        observer.onCompleted();
    }

    @Override
    public void analyzeClip(AnalyzeClipRequest request, StreamObserver<AnalyzeClipResponse> observer) {
        String name = request.getSource().getFileName();
        if (request.getLook() == AnalyzeClipRequest.Look.LOOK_GLANCE) {
            glance(name, observer);
            return;
        }
        if (refused(name, observer)) {
            return;
        }
        observer.onNext(AnalyzeClipResponse.newBuilder()
                .setAccepted(Accepted.getDefaultInstance())
                .build());
        if (awaitGate(name, observer)) {
            AnalyzeClipResponse.Builder last = AnalyzeClipResponse.newBuilder();
            if (name.startsWith("broken")) {
                last.setRejection(rejection(
                        MediaRejection.Code.CODE_NOT_MEDIA, "\"" + name + "\" is not a video; export it again."));
            } else {
                last.setFeatures(FakeLook.full(name));
            }
            finish(observer, last.build());
        }
    }

    @Override
    public void analyzeSong(AnalyzeSongRequest request, StreamObserver<AnalyzeSongResponse> observer) {
        String name = request.getSource().getFileName();
        if (refused(name, observer)) {
            return;
        }
        observer.onNext(AnalyzeSongResponse.newBuilder()
                .setAccepted(Accepted.getDefaultInstance())
                .build());
        if (awaitGate(name, observer)) {
            AnalyzeSongResponse.Builder last = AnalyzeSongResponse.newBuilder();
            if (name.startsWith("silent")) {
                last.setRejection(rejection(
                        MediaRejection.Code.CODE_NO_AUDIO, "\"" + name + "\" has no sound; choose another file."));
            } else {
                last.setAnalysis(MusicWire.toProto(Samples.song()));
            }
            finish(observer, last.build());
        }
    }

    @Override
    public void analyzeVideo(AnalyzeVideoRequest request, StreamObserver<AnalyzeVideoResponse> observer) {
        String name = request.getSource().getFileName();
        if (refused(name, observer)) {
            return;
        }
        observer.onNext(AnalyzeVideoResponse.newBuilder()
                .setAccepted(Accepted.getDefaultInstance())
                .build());
        if (awaitGate(name, observer)) {
            finish(
                    observer,
                    AnalyzeVideoResponse.newBuilder()
                            .setResult(VideoResult.newBuilder()
                                    .setVideo(FootageWire.toProto(Samples.finishedVideo()))
                                    .setSong(MusicWire.toProto(Samples.song())))
                            .build());
        }
    }

    @Override
    public void optimizeSequence(OptimizeSequenceRequest request, StreamObserver<OptimizeSequenceResponse> observer) {
        lastSong = request.getSong();
        lastClips = request.getClipsList();
        if (refused("optimize", observer)) {
            return;
        }
        observer.onNext(OptimizeSequenceResponse.newBuilder()
                .setAccepted(Accepted.getDefaultInstance())
                .build());
        observer.onNext(OptimizeSequenceResponse.newBuilder()
                .setProgress(Progress.newBuilder().setDoneCount(1).setTotalCount(2))
                .build());
        if (!awaitGate("optimize", observer)) {
            return;
        }
        if (request.getFrameCount() > 60L * 30) {
            finish(
                    observer,
                    OptimizeSequenceResponse.newBuilder()
                            .setInfeasible(
                                    Infeasible.newBuilder()
                                            .setMessage(
                                                    "the clips last 12 s, 90 s are wanted; add clips or ask for a shorter video"))
                            .build());
            return;
        }
        finish(
                observer,
                OptimizeSequenceResponse.newBuilder()
                        .setTimeline(FakeCut.of(request))
                        .build());
    }

    /** Proposes with the real kernel; a held worker has sent the quick answer only. */
    @Override
    public void proposeSection(ProposeSectionRequest request, StreamObserver<ProposeSectionResponse> observer) {
        if (refused("propose", observer)) {
            return;
        }
        ((ServerCallStreamObserver<ProposeSectionResponse>) observer)
                .setOnCancelHandler(() -> calls.computeIfAbsent("propose-cancelled", name -> new AtomicInteger())
                        .incrementAndGet());
        observer.onNext(ProposeSectionResponse.newBuilder()
                .setAccepted(Accepted.getDefaultInstance())
                .build());
        RegenerationRequest asked = new RegenerationRequest(
                TimelineWire.fromProto(request.getTimeline()),
                TimeWire.fromProto(request.getSection()),
                ProposalWire.fromProto(request.getInstruction()),
                ProposalWire.fromProto(request.getConstraints()),
                new RegenerationRequest.Material(
                        MusicWire.fromProto(request.getSong()),
                        request.getClipsList().stream()
                                .map(clip -> new Candidate(
                                        clip.getMediaId(),
                                        clip.getFileName(),
                                        FootageWire.fromProto(clip.getFeatures())))
                                .toList(),
                        StyleWire.fromProto(request.getStyle()),
                        Set.copyOf(request.getConstraints().getAvoidedMediaIdsList())),
                request.getSeed());
        Regenerator regenerator = new Regenerator(new SequenceOptimizer());
        if (regenerator.regenerate(asked, Effort.QUICK, null) instanceof RegenerationOutcome.Proposal first) {
            observer.onNext(ProposeSectionResponse.newBuilder()
                    .setFirst(ProposalWire.toProto(first.section()))
                    .build());
        }
        // On a thread of its own: a held call must hear that its caller went away.
        Thread.startVirtualThread(() -> {
            if (awaitGate("propose", observer)) {
                ProposeSectionResponse.Builder last = ProposeSectionResponse.newBuilder();
                switch (regenerator.regenerate(asked, Effort.FULL, null)) {
                    case RegenerationOutcome.Proposal full -> last.setProposal(ProposalWire.toProto(full.section()));
                    case RegenerationOutcome.NothingToPropose nothing ->
                        last.setNothing(NothingToPropose.newBuilder().setMessage(nothing.message()));
                }
                finish(observer, last.build());
            }
        });
    }

    @Override
    public void renderTimeline(RenderTimelineRequest request, StreamObserver<RenderTimelineResponse> observer) {
        if (refused("render", observer)) {
            return;
        }
        observer.onNext(RenderTimelineResponse.newBuilder()
                .setAccepted(Accepted.getDefaultInstance())
                .build());
        observer.onNext(RenderTimelineResponse.newBuilder()
                .setProgress(Progress.newBuilder()
                        .setDoneCount(10)
                        .setTotalCount(request.getTimeline().getFrameCount()))
                .build());
        if (!awaitGate("render", observer)) {
            return;
        }
        try {
            Files.write(Path.of(request.getOutputPath()), VIDEO);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        finish(
                observer,
                RenderTimelineResponse.newBuilder()
                        .setResult(RenderResult.newBuilder()
                                .setSizeBytes(VIDEO.length)
                                .setSha256(Samples.sha256(VIDEO))
                                .setWidth(request.getWidth())
                                .setHeight(request.getHeight())
                                .setSegmentCount(5)
                                .setCachedSegmentCount(reusedSegments)
                                .setLoudnessLufs(request.hasLoudnessTargetLufs() ? request.getLoudnessTargetLufs() : -9)
                                .setTruePeakDbtp(-1.5)
                                .setFrameCount(request.getTimeline().getFrameCount()))
                        .build());
    }

    /** "tape" is a clip of a camera with timecode, songs have sound only; the rest is 25 frames a second. */
    @Override
    public void probeMedia(ProbeMediaRequest request, StreamObserver<ProbeMediaResponse> observer) {
        String name = request.getSource().getFileName();
        calls.computeIfAbsent("probe " + name, key -> new AtomicInteger()).incrementAndGet();
        MediaFacts.Builder facts = MediaFacts.newBuilder().setDurationSeconds(40);
        if (name.endsWith(".mp3")) {
            facts.setChannelCount(2).setSampleRate(44_100);
        } else {
            boolean tape = name.startsWith("tape");
            facts.setFrameRate(FrameRate.newBuilder()
                            .setNumerator(tape ? 30_000 : 25)
                            .setDenominator(tape ? 1_001 : 1))
                    .setStartTimecode(tape ? "01:00:00;00" : "")
                    .setWidth(1920)
                    .setHeight(1080);
        }
        observer.onNext(ProbeMediaResponse.newBuilder()
                .setAccepted(Accepted.getDefaultInstance())
                .build());
        observer.onNext(ProbeMediaResponse.newBuilder().setFacts(facts).build());
        observer.onCompleted();
    }

    /** Writes one file for each role that says what it is of; counted as {@code preview NAME}. */
    @Override
    public void makePreview(MakePreviewRequest request, StreamObserver<MakePreviewResponse> observer) {
        String name = request.getSource().getFileName();
        if (refused("preview " + name, observer)) {
            return;
        }
        observer.onNext(MakePreviewResponse.newBuilder()
                .setAccepted(Accepted.getDefaultInstance())
                .build());
        if (!awaitGate(name, observer)) {
            return;
        }
        MakePreviewResponse.Builder last = MakePreviewResponse.newBuilder();
        if (name.startsWith("broken")) {
            last.setRejection(
                    rejection(MediaRejection.Code.CODE_NOT_MEDIA, "\"" + name + "\" is not a video; export it again."));
        } else if (request.getKind() == MakePreviewRequest.Kind.KIND_SOUND) {
            last.setResult(PreviewResult.newBuilder()
                    .addFiles(preview(request, PreviewFile.Role.ROLE_PEAKS, "peaks-256.dat")
                            .setCount(9)
                            .setSampleRate(44_100)
                            .setSamplesPerPeak(256)));
        } else {
            last.setResult(PreviewResult.newBuilder()
                    .addFiles(preview(request, PreviewFile.Role.ROLE_PROXY, "proxy.mp4")
                            .setWidth(540)
                            .setHeight(960)
                            .setCount(60)
                            .setDuration(
                                    com.google.protobuf.Duration.newBuilder().setSeconds(2)))
                    .addFiles(preview(request, PreviewFile.Role.ROLE_THUMBNAIL, "thumbnail.jpg")
                            .setWidth(180)
                            .setHeight(320)));
        }
        finish(observer, last.build());
    }

    private static PreviewFile.Builder preview(MakePreviewRequest request, PreviewFile.Role role, String fileName) {
        byte[] bytes = (role + " of " + request.getSource().getSha256()).getBytes(StandardCharsets.UTF_8);
        try {
            Path folder = Files.createDirectories(Path.of(request.getOutputFolder()));
            Files.write(folder.resolve(fileName), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return PreviewFile.newBuilder()
                .setRole(role)
                .setFileName(fileName)
                .setSizeBytes(bytes.length)
                .setSha256(Samples.sha256(bytes));
    }

    private boolean refused(String name, StreamObserver<?> observer) {
        if (full) {
            observer.onError(Status.RESOURCE_EXHAUSTED
                    .withDescription("all slots are busy")
                    .asRuntimeException());
            return true;
        }
        calls.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
        return false;
    }

    /** Counted as {@code glance NAME}, and never held back. */
    private void glance(String name, StreamObserver<AnalyzeClipResponse> observer) {
        if (refused("glance " + name, observer)) {
            return;
        }
        finish(
                observer,
                AnalyzeClipResponse.newBuilder()
                        .setFeatures(FakeLook.glance(name))
                        .build());
    }

    /** Waits for the gate; returns whether the call goes on. */
    private boolean awaitGate(String name, StreamObserver<?> observer) {
        try {
            if (name.startsWith(held)) {
                gate.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            observer.onError(Status.CANCELLED.asRuntimeException());
            return false;
        }
        if (name.startsWith("poison")) {
            observer.onError(
                    Status.INTERNAL.withDescription("the analyser crashed").asRuntimeException());
            return false;
        }
        return true;
    }

    private static MediaRejection rejection(MediaRejection.Code code, String message) {
        return MediaRejection.newBuilder().setCode(code).setMessage(message).build();
    }

    private static <R> void finish(StreamObserver<R> observer, R last) {
        observer.onNext(last);
        observer.onCompleted();
    }

    @Override
    public void close() {
        release();
        server.stop().join();
    }
}
