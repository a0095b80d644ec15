// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import dev.rushes.api.v1.FrameRange;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.Instruction;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.ProposalServiceGrpc;
import dev.rushes.api.v1.ProposeSectionRequest;
import dev.rushes.api.v1.RegenerateSectionRequest;
import dev.rushes.api.v1.RegenerateSectionResponse;
import dev.rushes.api.v1.Shot;
import dev.rushes.api.v1.Timeline;
import dev.rushes.testkit.demo.SmallShoot;
import dev.rushes.testkit.demo.SongPlan;
import dev.rushes.testkit.demo.SongSynth;
import dev.rushes.testkit.demo.Wav;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Measures how long the first proposal of a regeneration takes on a minute's timeline of 200 looked-at clips, first with nothing else to do,
 * then while two other jobs are looked at: server, worker and database as they ship. Argument: how many asks each, 40 if absent.
 */
public final class FirstProposalBench {
    private static final int CLIPS = 200;
    private static final int SECONDS = 60;
    private static final int SECTIONS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final List<Instruction> INSTRUCTIONS = List.of(
            Instruction.INSTRUCTION_MAKE_TIGHTER,
            Instruction.INSTRUCTION_ADD_ENERGY,
            Instruction.INSTRUCTION_SLOW_DOWN,
            Instruction.INSTRUCTION_REGENERATE_SECTION);

    private final Connection connection;
    private final Database database;
    private final List<byte[]> footage;
    private final byte[] song;
    private int copies;

    private FirstProposalBench(Connection connection, Database database, List<byte[]> footage, byte[] song) {
        this.connection = connection;
        this.database = database;
        this.footage = footage;
        this.song = song;
    }

    public static void main(String[] args) throws Exception {
        int asks = args.length > 0 ? Integer.parseInt(args[0]) : 40;
        try (Scene scene = Scene.open("FirstProposalBench")) {
            Path shoot = scene.folder().resolve("shoot");
            SmallShoot.film(Files.createDirectories(shoot.resolve("clips")));
            Wav.write(shoot.resolve("song.wav"), SongSynth.play(SongPlan.demo()), SongSynth.SAMPLE_RATE);
            ServerChild server = ServerChild.startToMeasure(
                    scene,
                    "data",
                    Map.of("RUSHES_HOME", Scene.root().toString(), "RUSHES_MAX_FILES_PER_JOB", "100000"));
            Connection connection = scene.own(server.connect());
            new FirstProposalBench(
                            connection,
                            server.database(),
                            clips(shoot.resolve("clips")),
                            Files.readAllBytes(shoot.resolve("song.wav")))
                    .run(asks);
        }
    }

    private void run(int asks) throws Exception {
        Job job = connection.job(SECONDS);
        fill(job, CLIPS);
        connection.upload(job, Media.Kind.KIND_SONG, "song.wav", song);
        Awaitility.await().atMost(PATIENCE).until(() -> waiting() == 0);
        Generation cut = connection.awaitEnd(connection.generate(job));
        Timeline timeline = connection
                .timelines()
                .getTimeline(
                        GetTimelineRequest.newBuilder().setJobId(job.getJobId()).build());
        System.out.printf(
                Locale.ROOT,
                "%d cores; %d clips, %d shots, cut %s%n",
                Runtime.getRuntime().availableProcessors(),
                CLIPS,
                timeline.getShotsCount(),
                cut.getState());
        ask(timeline, 0); // the first call of a process compiles its code
        line("nothing else to do", ask(timeline, asks));
        fill(connection.job(SECONDS), CLIPS);
        fill(connection.job(SECONDS), CLIPS);
        long before = waiting();
        double[] waits = ask(timeline, asks);
        long after = waiting();
        line("two jobs looked at, " + before + " clips waiting at the start and " + after + " at the end", waits);
    }

    private long waiting() throws IOException, SQLException {
        return database.number("select count(*) from analyses where state in ('PENDING','RUNNING')");
    }

    private static void line(String what, double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s: first proposal p50 %.0f ms, p95 %.0f, max %.0f (%d asks)%n",
                what,
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.95)],
                millis[millis.length - 1],
                millis.length);
    }

    /** Asks for sections and the whole in turn, with every instruction; returns milliseconds until each first proposal. */
    private double[] ask(Timeline timeline, int asks) {
        double[] millis = new double[asks];
        for (int i = 0; i < asks; i++) {
            ProposeSectionRequest.Builder ask = ProposeSectionRequest.newBuilder()
                    .setJobId(timeline.getJobId())
                    .setInstruction(INSTRUCTIONS.get(i % INSTRUCTIONS.size()))
                    .setSeed(i);
            int part = i % (SECTIONS + 1);
            if (part < SECTIONS) {
                ask.setSection(section(timeline, part));
            }
            long begin = System.nanoTime();
            Iterator<RegenerateSectionResponse> answers = connection
                    .stub(ProposalServiceGrpc::newBlockingStub)
                    .regenerateSection(
                            RegenerateSectionRequest.newBuilder().setAsk(ask).build());
            RegenerateSectionResponse first = answers.next();
            while (!first.hasProposal()) {
                first = answers.next();
            }
            millis[i] = (System.nanoTime() - begin) / 1e6;
            answers.forEachRemaining(better -> {});
        }
        return millis;
    }

    private static FrameRange section(Timeline timeline, int part) {
        List<Shot> shots = timeline.getShotsList();
        long from = shots.get(shots.size() * part / SECTIONS).getRecordRange().getStartFrame();
        Shot last = shots.get(shots.size() * (part + 1) / SECTIONS - 1);
        long end = last.getRecordRange().getStartFrame() + last.getRecordRange().getFrameCount();
        return FrameRange.newBuilder()
                .setStartFrame(from)
                .setFrameCount(end - from)
                .build();
    }

    /** Adds clips that all differ: the same few films, each with another box that players skip. */
    private void fill(Job job, int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            byte[] film = footage.get(i % footage.size());
            byte[] mark = ("copy " + copies++).getBytes(StandardCharsets.UTF_8);
            ByteBuffer box = ByteBuffer.allocate(film.length + 8 + mark.length)
                    .put(film)
                    .putInt(8 + mark.length)
                    .put("free".getBytes(StandardCharsets.US_ASCII))
                    .put(mark);
            connection.upload(job, Media.Kind.KIND_CLIP, "clip-" + copies + ".mp4", box.array());
        }
    }

    private static List<byte[]> clips(Path folder) throws IOException {
        List<byte[]> clips = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (!SmallShoot.spoilt().contains(file.getFileName().toString())) {
                    clips.add(Files.readAllBytes(file));
                }
            }
        }
        return clips;
    }
}
