// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import dev.rushes.api.v1.MediaRejection;
import dev.rushes.api.worker.v1.Accepted;
import dev.rushes.api.worker.v1.AnalyzeClipRequest;
import dev.rushes.api.worker.v1.AnalyzeClipResponse;
import dev.rushes.api.worker.v1.AnalyzeSongRequest;
import dev.rushes.api.worker.v1.AnalyzeSongResponse;
import dev.rushes.api.worker.v1.CandidateClip;
import dev.rushes.api.worker.v1.DescribeRequest;
import dev.rushes.api.worker.v1.DescribeResponse;
import dev.rushes.api.worker.v1.MakePreviewRequest;
import dev.rushes.api.worker.v1.MakePreviewResponse;
import dev.rushes.api.worker.v1.OptimizeSequenceRequest;
import dev.rushes.api.worker.v1.OptimizeSequenceResponse;
import dev.rushes.api.worker.v1.Progress;
import dev.rushes.api.worker.v1.WorkerServiceGrpc;
import dev.rushes.testkit.sample.Samples;
import dev.rushes.wire.FootageWire;
import dev.rushes.wire.MusicWire;
import dev.rushes.wire.TimelineWire;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A worker that takes time and no processor: each clip lasts a random while with progress every 100 ms, as the real one sends it.
 * Runs inside a test or, by {@link #main}, as a process that tells on its standard output what it begins and
 * what it drops because it was cancelled.
 */
final class StandInWorker extends WorkerServiceGrpc.WorkerServiceImplBase implements AutoCloseable {
    static final int SLOTS = 4;
    /** A line on its standard input that makes it run out of memory. */
    static final String FILL_MEMORY = "fill memory";

    private static final int TICK_MILLIS = 100;
    /** As the real worker allows them; a server that pings more often is sent away. */
    private static final int FASTEST_PING_SECONDS = 2;

    private final String name;
    private final int leastMillis;
    private final int mostMillis;
    private final PrintStream told;
    private final SplittableRandom chance;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final Server server;
    private volatile boolean holds;

    StandInWorker(String name, int port, int leastMillis, int mostMillis, PrintStream told) throws IOException {
        this.name = name;
        this.leastMillis = leastMillis;
        this.mostMillis = mostMillis;
        this.told = told;
        this.chance = new SplittableRandom(name.hashCode());
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                .permitKeepAliveTime(FASTEST_PING_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxInboundMessageSize(64 << 20)
                .addService(this)
                .build()
                .start();
    }

    /** One that answers at once. */
    static StandInWorker quick() throws IOException {
        return new StandInWorker("quick", 0, 0, 0, new PrintStream(PrintStream.nullOutputStream()));
    }

    /** Arguments: name, port, least and most milliseconds a clip takes. */
    public static void main(String[] arguments) throws IOException {
        StandInWorker worker = new StandInWorker(
                arguments[0],
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                System.out);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        // It ends with the test that started it, however that ends.
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (order.equals(FILL_MEMORY)) {
                fillMemory();
            }
        }
        worker.close();
        System.exit(0);
    }

    /** Takes memory until there is none; the flags of every worker end it then. */
    private static void fillMemory() {
        List<byte[]> taken = new ArrayList<>();
        while (true) {
            taken.add(new byte[1 << 20]);
        }
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    /** Has looks go on without end until they are released. */
    void hold() {
        holds = true;
    }

    void release() {
        holds = false;
    }

    @Override
    public void describe(DescribeRequest request, StreamObserver<DescribeResponse> observer) {
        last(
                observer,
                DescribeResponse.newBuilder()
                        .setWorkerName(name)
                        .setSlotCount(SLOTS)
                        .setFreeSlotCount(SLOTS)
                        .setVisionVersion("vision-1")
                        .setAudioVersion("audio-1")
                        .build());
    }

    @Override
    public void analyzeClip(AnalyzeClipRequest request, StreamObserver<AnalyzeClipResponse> observer) {
        String file = request.getSource().getFileName();
        Look look = new Look(file, System.currentTimeMillis());
        tell("begin " + look.begunAtMillis() + " " + name + " " + file);
        observer.onNext(AnalyzeClipResponse.newBuilder()
                .setAccepted(Accepted.getDefaultInstance())
                .build());
        int millis;
        synchronized (chance) {
            millis = leastMillis == mostMillis ? leastMillis : chance.nextInt(leastMillis, mostMillis);
        }
        look((ServerCallStreamObserver<AnalyzeClipResponse>) observer, look, millis / TICK_MILLIS);
    }

    private record Look(String file, long begunAtMillis) {}

    private void tell(String line) {
        told.println(line);
        told.flush();
    }

    private void look(ServerCallStreamObserver<AnalyzeClipResponse> observer, Look look, int ticksLeft) {
        if (observer.isCancelled()) {
            tell("drop " + System.currentTimeMillis() + " " + name + " " + look.file() + " " + look.begunAtMillis());
            return;
        }
        if (ticksLeft > 0) {
            observer.onNext(AnalyzeClipResponse.newBuilder()
                    .setProgress(Progress.newBuilder().setDoneCount(1).setTotalCount(ticksLeft + 1L))
                    .build());
            timer.schedule(
                    () -> look(observer, look, holds ? ticksLeft : ticksLeft - 1), TICK_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        last(
                observer,
                AnalyzeClipResponse.newBuilder()
                        .setFeatures(FootageWire.toProto(Samples.clip(null)).toBuilder()
                                .setLookHash(look.file().hashCode() * 0x9E37_79B9_7F4A_7C15L))
                        .build());
    }

    @Override
    public void analyzeSong(AnalyzeSongRequest request, StreamObserver<AnalyzeSongResponse> observer) {
        last(
                observer,
                AnalyzeSongResponse.newBuilder()
                        .setAnalysis(MusicWire.toProto(Samples.song()))
                        .build());
    }

    @Override
    public void optimizeSequence(OptimizeSequenceRequest request, StreamObserver<OptimizeSequenceResponse> observer) {
        last(
                observer,
                OptimizeSequenceResponse.newBuilder()
                        .setTimeline(TimelineWire.toProto(Samples.timeline(
                                request.getFrameCount(),
                                request.getClipsList().stream()
                                        .map(CandidateClip::getMediaId)
                                        .toList())))
                        .build());
    }

    @Override
    public void makePreview(MakePreviewRequest request, StreamObserver<MakePreviewResponse> observer) {
        last(
                observer,
                MakePreviewResponse.newBuilder()
                        .setRejection(MediaRejection.newBuilder()
                                .setCode(MediaRejection.Code.CODE_NOT_MEDIA)
                                .setMessage("a stand-in worker makes no previews"))
                        .build());
    }

    private static <R> void last(StreamObserver<R> observer, R message) {
        observer.onNext(message);
        observer.onCompleted();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        server.shutdownNow();
    }
}
