// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.rushes.testkit.demo.SongPlan;
import dev.rushes.testkit.demo.SongSynth;
import dev.rushes.testkit.demo.Wav;
import io.grpc.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * Somebody who asks for new proposals of a minute's timeline of 200 clips that were looked at by a real worker, and waits for the first of
 * each. One thread.
 */
final class FirstProposals {
    static final int CLIPS = 200;
    private static final int SECONDS = 60;
    private static final int SECTIONS = 4;
    private static final int ASKS_A_CONNECTION = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final List<Instruction> INSTRUCTIONS = List.of(
            Instruction.INSTRUCTION_MAKE_TIGHTER,
            Instruction.INSTRUCTION_ADD_ENERGY,
            Instruction.INSTRUCTION_SLOW_DOWN,
            Instruction.INSTRUCTION_REGENERATE_SECTION);

    private final ServerChild server;
    private final Connection connection;
    private final Database database;
    private final List<byte[]> footage;
    private final Timeline timeline;
    private int copies;
    private int asked;

    private FirstProposals(Scene scene, ServerChild server, List<byte[]> footage, Path song) throws Exception {
        this.server = server;
        this.connection = scene.own(server.connect());
        this.database = server.database();
        this.footage = footage;
        this.timeline = cut(Files.readAllBytes(song));
    }

    /** The settings of a server that starts a worker of its own and takes this much footage. */
    static Map<String, String> settings() {
        return Map.of("RUSHES_HOME", Scene.root().toString(), "RUSHES_MAX_FILES_PER_JOB", "100000");
    }

    /** Brings footage and a song, has a minute cut from them, and asks once, because the first call of a process compiles its code. */
    static FirstProposals prepared(Scene scene, ServerChild server) throws Exception {
        Path song = scene.folder().resolve("song.wav");
        Wav.write(song, SongSynth.play(SongPlan.demo()), SongSynth.SAMPLE_RATE);
        FirstProposals proposals = new FirstProposals(scene, server, Films.intact(scene), song);
        proposals.ask(1);
        return proposals;
    }

    private Timeline cut(byte[] song) throws Exception {
        Job job = connection.job(SECONDS);
        fill(job, footage.size());
        connection.upload(job, Media.Kind.KIND_SONG, "song.wav", song);
        Awaitility.await().atMost(PATIENCE).until(() -> waiting() == 0);
        repeatLookedAt(CLIPS);
        Generation cut = connection.awaitEnd(connection.generate(job));
        assertThat(cut.getState()).as(cut.getError().getMessage()).isEqualTo(Generation.State.STATE_SUCCEEDED);
        return connection
                .timelines()
                .getTimeline(
                        GetTimelineRequest.newBuilder().setJobId(job.getJobId()).build());
    }

    /** Gives the clips that were looked at, and what was seen, equals with contents of their own until there are so many. */
    private void repeatLookedAt(int clips) throws IOException, SQLException {
        database.execute(
                "begin",
                "create temp table copies as select sha256 original, gen_random_uuid() media, gen_random_uuid() analysis,"
                        + " encode(sha256((n || sha256)::bytea), 'hex') sha256"
                        + " from media cross join generate_series(1, " + clips + ") n where kind = 'CLIP' order by n"
                        + " limit " + clips + " - (select count(*) from media where kind = 'CLIP')",
                "insert into media select (jsonb_populate_record(one, jsonb_build_object('media_id', media, 'sha256', copies.sha256))).*"
                        + " from media one join copies on one.sha256 = original",
                "insert into analyses select (jsonb_populate_record(one, jsonb_build_object('analysis_id', analysis, 'sha256', copies.sha256))).*"
                        + " from analyses one join copies on one.sha256 = original",
                "commit");
        assertThat(database.number("select count(*) from media join analyses using (sha256)"
                        + " where media.kind = 'CLIP' and analyses.state = 'SUCCEEDED'"))
                .as("clips that were looked at")
                .isEqualTo(clips);
    }

    int shots() {
        return timeline.getShotsCount();
    }

    /** Gives another job so many clips to be looked at. */
    void bringAnotherJob(int clips) throws IOException, InterruptedException {
        fill(connection.job(SECONDS), clips);
    }

    /** Returns how many clips are or wait to be looked at. */
    long waiting() throws IOException, SQLException {
        return database.number("select count(*) from analyses where state in ('PENDING','RUNNING')");
    }

    /**
     * Asks so often, for sections and the whole in turn with every instruction, and takes the first proposal of each; returns milliseconds
     * until it was there, the shortest first. The rest of each is taken back, so a connection is left before it counts as a flood (200 in 30 s).
     */
    double[] ask(int asks) throws IOException {
        double[] millis = new double[asks];
        for (int from = 0; from < asks; from += ASKS_A_CONNECTION) {
            try (Connection asking = server.connect()) {
                ask(asking, millis, from, Math.min(asks, from + ASKS_A_CONNECTION));
            }
        }
        Arrays.sort(millis);
        return millis;
    }

    private void ask(Connection asking, double[] millis, int from, int end) {
        for (int i = from; i < end; i++) {
            ProposeSectionRequest.Builder ask = ProposeSectionRequest.newBuilder()
                    .setJobId(timeline.getJobId())
                    .setInstruction(INSTRUCTIONS.get(asked % INSTRUCTIONS.size()))
                    .setSeed(asked);
            int part = asked++ % (SECTIONS + 1);
            if (part < SECTIONS) {
                ask.setSection(section(part));
            }
            millis[i] = awaitFirst(asking, ask.build()) / 1e6;
        }
    }

    private static long awaitFirst(Connection asking, ProposeSectionRequest ask) {
        long begin = System.nanoTime();
        try (Context.CancellableContext untilFirst = Context.current().withCancellation()) {
            untilFirst.run(() -> {
                Iterator<RegenerateSectionResponse> answers = asking.stub(ProposalServiceGrpc::newBlockingStub)
                        .regenerateSection(RegenerateSectionRequest.newBuilder()
                                .setAsk(ask)
                                .build());
                while (!answers.next().hasProposal()) {
                    // Progress.
                }
            });
            return System.nanoTime() - begin;
        }
    }

    private FrameRange section(int part) {
        List<Shot> shots = timeline.getShotsList();
        long from = shots.get(shots.size() * part / SECTIONS).getRecordRange().getStartFrame();
        Shot last = shots.get(shots.size() * (part + 1) / SECTIONS - 1);
        long end = last.getRecordRange().getStartFrame() + last.getRecordRange().getFrameCount();
        return FrameRange.newBuilder()
                .setStartFrame(from)
                .setFrameCount(end - from)
                .build();
    }

    private void fill(Job job, int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            byte[] film = Films.copy(footage.get(i % footage.size()), copies++);
            connection.upload(job, Media.Kind.KIND_CLIP, "clip-" + copies + ".mp4", film);
        }
    }
}
