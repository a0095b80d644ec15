// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.CancelGenerationRequest;
import dev.rushes.api.v1.CancelRenderRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.Instruction;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.ProposalServiceGrpc;
import dev.rushes.api.v1.ProposeSectionRequest;
import dev.rushes.api.v1.RegenerateSectionRequest;
import dev.rushes.api.v1.Render;
import dev.rushes.api.v1.RenderServiceGrpc;
import dev.rushes.api.v1.RenderTimelineRequest;
import dev.rushes.api.worker.v1.AnalyzeClipRequest;
import dev.rushes.api.worker.v1.AnalyzeSongRequest;
import dev.rushes.api.worker.v1.MediaSource;
import dev.rushes.testkit.demo.SmallShoot;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * P-18: work that is cancelled, or whose caller breaks off, has ended within 2 s, its children are gone within 5 s, and no result is
 * written afterwards. The shipped server and worker; looks at files are broken off at the worker, as a server that dies does it.
 */
@Tag("promise")
@ExtendWith(OnScene.class)
class WorkIsCancelledIT {
    private static final Logger LOG = LoggerFactory.getLogger(WorkIsCancelledIT.class);
    private static final Duration WORK_LIMIT = Duration.ofSeconds(2);
    private static final Duration CHILD_LIMIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Some work takes a few milliseconds and some takes minutes, so the moments lie as close to the beginning as to one another. */
    private static final int MOST_MILLIS = 1_500;

    /** Tables whose cancelled rows must stay as they are. */
    private static final List<String> WORK = List.of("renders", "generations");

    /** What is begun, and how it is cancelled. */
    private enum Work {
        RENDER,
        GENERATION,
        /** Streams and unary calls whose caller goes away. */
        PROPOSALS,
        PROPOSAL,
        CLIP,
        SONG
    }

    @Test
    void whatIsCancelledEndsAndWritesNothing(Scene scene) throws Exception {
        Stage stage = new Stage(scene, List.of());
        SplittableRandom chance = scene.chance(1);
        int cancels = Tier.count(200, 5_000, 5_000);
        for (int i = 0; i < cancels; i++) {
            stage.cancelOne(Work.values()[i % Work.values().length], chance);
        }
        stage.report(cancels);

        assertThat(stage.violations).isEmpty();
        assertThat(stage.writtenLate())
                .as("rows written after they were cancelled")
                .isEmpty();
        assertThat(stage.leftovers()).as("files that cancelled renders left").isEmpty();
    }

    /** Mutation twin of P-18: a server that never passes a cancel on to the worker. */
    @Test
    void twinThatKeepsACancelToItselfIsSeen(Scene scene) throws Exception {
        Stage stage = new Stage(scene, List.of(Mutant.withoutPassingOnCancels(scene)));
        // One render may be done before anybody looks.
        for (int i = 0; i < 3 && stage.violations.isEmpty(); i++) {
            Stage.Begun render = stage.begin(Work.RENDER, scene.chance(i));
            Awaitility.await("the render under way").atMost(PATIENCE).until(stage.worker::hasChildren);
            stage.cancel(Work.RENDER, render);
        }

        assertThat(stage.violations).as("work that went on, seen by the oracle").isNotEmpty();
    }

    /** Server, worker and a job with a cut; what was seen. One thread. */
    private static final class Stage {
        private static final String OPEN_RENDERS = "select count(*) from renders where state in ('PENDING', 'RUNNING')";

        private final List<String> violations = new ArrayList<>();
        private final Map<Work, Long> slowest = new EnumMap<>(Work.class);
        private final RealWorker worker;
        private final Database database;
        private final Connection connection;
        private final Path media;
        private final List<MediaSource> clips = new ArrayList<>();
        private final MediaSource song;
        private final Job job;
        private int caught;

        Stage(Scene scene, List<Path> mutants) throws Exception {
            media = scene.folder().resolve("data/media");
            worker = RealWorker.start(scene, "worker", media, Map.of());
            ServerChild server = ServerChild.start(scene, "data", Map.of("RUSHES_WORKERS", worker.address()), mutants);
            Path shoot = Files.createDirectories(scene.folder().resolve("shoot"));
            SmallShoot.film(shoot);
            SmallShoot.record(scene.folder().resolve("song.wav"));
            worker.awaitReady();
            connection = scene.own(server.connect());
            database = server.database();
            job = connection.job(20);
            for (Path file : files(shoot)) {
                String name = String.valueOf(file.getFileName());
                if (!SmallShoot.spoilt().contains(name)) {
                    clips.add(stored(connection.upload(job, Media.Kind.KIND_CLIP, name, Files.readAllBytes(file))));
                }
            }
            song = stored(connection.upload(
                    job,
                    Media.Kind.KIND_SONG,
                    "song.wav",
                    Files.readAllBytes(scene.folder().resolve("song.wav"))));
            Generation cut = connection.awaitEnd(connection.generate(job));
            assertThat(cut.getState()).isEqualTo(Generation.State.STATE_SUCCEEDED);
            watchRows();
        }

        private MediaSource stored(Media file) throws IOException {
            try (Stream<Path> all = Files.walk(media)) {
                Path there = all.filter(path -> path.toString().endsWith(file.getSha256()))
                        .findFirst()
                        .orElseThrow();
                return MediaSource.newBuilder()
                        .setFileName(file.getFileName())
                        .setLocalPath(there.toString())
                        .setSha256(file.getSha256())
                        .build();
            }
        }

        private void watchRows() throws IOException, SQLException {
            database.execute(
                    "create table written_late (what text)",
                    "create function note_late() returns trigger language plpgsql security definer as $$ begin "
                            + "insert into written_late values (tg_table_name || ' ' || new.state); return new; end $$");
            for (String table : WORK) {
                database.execute("create trigger late after update on " + table
                        + " for each row when (old.state = 'CANCELLED') execute function note_late()");
            }
        }

        /** Begins something, cancels it after a random while, and sees what becomes of it. */
        void cancelOne(Work work, SplittableRandom chance) throws Exception {
            for (Path part : files(worker.segments())) {
                // Each render has everything to do.
                Files.deleteIfExists(part);
            }
            Begun begun = begin(work, chance);
            if (work == Work.RENDER && chance.nextBoolean()) {
                awaitRenderUnderWay();
            }
            LockSupport.parkNanos((long) (1e6 * Math.pow(MOST_MILLIS, chance.nextDouble())));
            cancel(work, begun);
        }

        /** Waits until the worker renders, or has done so already. */
        private void awaitRenderUnderWay() throws IOException, SQLException {
            try {
                Awaitility.await("the render under way")
                        .atMost(PATIENCE)
                        .until(() -> worker.hasChildren() || database.number(OPEN_RENDERS) == 0);
            } catch (ConditionTimeoutException e) {
                throw new AssertionError(
                        "no render is under way; renders "
                                + database.rows("select state || ' ' || progress || ' '"
                                        + " || attempt from renders order by create_time")
                                + ", tasks "
                                + database.rows("select task_name || ' ' || picked || ' ' || execution_time"
                                        + " || ' now ' || now() from scheduled_tasks"),
                        e);
            }
        }

        /** Cancels and watches the worker until it has ended what it was at. */
        void cancel(Work work, Begun begun) throws Exception {
            caught += begun.cancel() ? 1 : 0;
            long cancelledAt = System.nanoTime();
            Long ended = null;
            Long childless = null;
            while (ended == null || childless == null) {
                long seenAt = millisSince(cancelledAt);
                if (childless == null && !worker.hasChildren()) {
                    childless = seenAt;
                }
                if (ended == null && !worker.isBusy()) {
                    ended = seenAt;
                }
                if (seenAt > CHILD_LIMIT.toMillis()) {
                    break;
                }
            }
            if (ended == null || ended > WORK_LIMIT.toMillis()) {
                violations.add(work + ": the worker was busy " + (ended == null ? "for more than 5 s" : ended + " ms")
                        + " after the cancel");
            }
            if (childless == null) {
                violations.add(work + ": it has children 5 s after the cancel");
            }
            slowest.merge(work, ended == null ? Long.MAX_VALUE : ended, Math::max);
        }

        /** Something that was begun. */
        @FunctionalInterface
        interface Begun {
            /** Cancels it; returns whether there was still something to stop. */
            boolean cancel();
        }

        Begun begin(Work work, SplittableRandom chance) {
            return switch (work) {
                case RENDER -> {
                    Render render = connection
                            .stub(RenderServiceGrpc::newBlockingStub)
                            .renderTimeline(RenderTimelineRequest.newBuilder()
                                    .setJobId(job.getJobId())
                                    // Another one than any before, so that no finished one is handed out.
                                    .setLoudnessTargetLufs(-30 + chance.nextDouble() * 25)
                                    .build());
                    yield () -> {
                        Render now = connection
                                .stub(RenderServiceGrpc::newBlockingStub)
                                .cancelRender(CancelRenderRequest.newBuilder()
                                        .setRenderId(render.getRenderId())
                                        .build());
                        return now.getState() == Render.State.STATE_CANCELLED;
                    };
                }
                case GENERATION -> {
                    Generation generation = connection.generate(job);
                    yield () -> connection
                                    .generations()
                                    .cancelGeneration(CancelGenerationRequest.newBuilder()
                                            .setGenerationId(generation.getGenerationId())
                                            .build())
                                    .getState()
                            == Generation.State.STATE_CANCELLED;
                }
                case PROPOSALS ->
                    broken(caller -> connection
                            .stub(ProposalServiceGrpc::newStub)
                            .regenerateSection(
                                    RegenerateSectionRequest.newBuilder()
                                            .setAsk(ask(chance))
                                            .build(),
                                    new Caller<>(caller)));
                case PROPOSAL ->
                    broken(caller -> connection
                            .stub(ProposalServiceGrpc::newStub)
                            .proposeSection(ask(chance), new Caller<>(caller)));
                case CLIP ->
                    broken(caller -> worker.stub()
                            .analyzeClip(
                                    AnalyzeClipRequest.newBuilder()
                                            .setSource(clips.get(chance.nextInt(clips.size())))
                                            .build(),
                                    new Caller<>(caller)));
                case SONG ->
                    broken(caller -> worker.stub()
                            .analyzeSong(
                                    AnalyzeSongRequest.newBuilder()
                                            .setSource(song)
                                            .build(),
                                    new Caller<>(caller)));
            };
        }

        private ProposeSectionRequest ask(SplittableRandom chance) {
            return ProposeSectionRequest.newBuilder()
                    .setJobId(job.getJobId())
                    .setInstruction(Instruction.INSTRUCTION_REGENERATE_SECTION)
                    .setSeed(chance.nextInt(1, 1_000_000))
                    .build();
        }

        void report(int cancels) {
            LOG.info(
                    "P-18: {} cancels, {} of work under way, slowest ends in ms {}, violations {}",
                    cancels,
                    caught,
                    slowest,
                    violations.size());
            assertThat(caught).as("cancels that found something to stop").isGreaterThan(cancels / 3);
        }

        /** Returns cancelled rows that were changed later and cuts of cancelled generations, once nothing is open any more. */
        List<String> writtenLate() throws IOException, SQLException {
            for (String table : WORK) {
                Awaitility.await(table + " at rest")
                        .atMost(PATIENCE)
                        .until(() -> database.number(
                                        "select count(*) from " + table + " where state in ('PENDING', 'RUNNING')")
                                == 0);
            }
            List<String> late = new ArrayList<>(database.rows("select what from written_late"));
            late.addAll(database.rows("select 'cut of ' || generation_id from generations join edits using (job_id)"
                    + " where state = 'CANCELLED' and edit ->> 'generationId' = generation_id::text"));
            late.addAll(database.rows(
                    "select 'file of ' || render_id from renders where state = 'CANCELLED' and result is not null"));
            return late;
        }

        /** Returns the files of renders that are not finished. */
        List<String> leftovers() throws IOException, SQLException {
            List<String> cancelled = database.rows("select render_id from renders where state = 'CANCELLED'");
            try (Stream<Path> all = Files.walk(media)) {
                return all.map(Path::toString)
                        .filter(path -> cancelled.stream().anyMatch(path::contains))
                        .toList();
            }
        }
    }

    /** Makes a call whose caller goes away when told to. */
    private static Stage.Begun broken(Consumer<AtomicBoolean> call) {
        Context.CancellableContext context = Context.current().withCancellation();
        AtomicBoolean over = new AtomicBoolean();
        context.run(() -> call.accept(over));
        return () -> {
            boolean open = !over.get();
            context.cancel(null);
            return open;
        };
    }

    /** Listens for nothing but the end. */
    private record Caller<T>(AtomicBoolean over) implements StreamObserver<T> {
        @Override
        public void onNext(T message) {
            LOG.debug("heard {}", message.getClass());
        }

        @Override
        public void onError(Throwable error) {
            over.set(true);
        }

        @Override
        public void onCompleted() {
            over.set(true);
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
