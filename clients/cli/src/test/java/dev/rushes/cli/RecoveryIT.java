// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.Analysis;
import dev.rushes.api.v1.CreateJobRequest;
import dev.rushes.api.v1.CreateProjectRequest;
import dev.rushes.api.v1.GenerateTimelineRequest;
import dev.rushes.api.v1.Generation;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListAnalysesRequest;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.Project;
import dev.rushes.api.v1.Render;
import dev.rushes.api.v1.RenderTimelineRequest;
import dev.rushes.client.ByteProgress;
import dev.rushes.client.RushesClient;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rushes serve} while its worker and its server are killed in the middle of the work. */
class RecoveryIT {

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration WORK = Duration.ofMinutes(3);
    private static final String WORKER = "dev.rushes.worker.Main";
    private static final String SERVER = "dev.rushes.server.Main";

    @TempDir
    private Path folder;

    @BeforeEach
    void needsTheProgram() {
        Program.assumeBuilt();
    }

    @Test
    void killedWorkerAndKilledServerCostNothing() throws Exception {
        int port = freePort();
        Path data = folder.resolve("data");
        try (Program serve = Program.start(data, "serve", "--port", Integer.toString(port))) {
            serve.awaitWhileRunning("ready", START, () -> serve.said().contains("ready at"));
            try (RushesClient client = RushesClient.connect(
                    URI.create("http://127.0.0.1:" + port), Tokens.read(data.resolve("access-token")))) {
                surviveKill(serve, client, WORKER);
                Job job = surviveKill(serve, client, SERVER);
                assertThat(serve.said()).contains("starting it again");
                renderAndFetch(client, job);
            }
            serve.signal("TERM");
            serve.await(Duration.ofSeconds(40));
            serve.assertNothingLeft();
            assertThat(data.resolve("server.json")).doesNotExist();
        }
    }

    /** Kills a process while clips are looked at; the job must end well with one result for each file. */
    private Job surviveKill(Program serve, RushesClient client, String mainClass) throws Exception {
        Path clips = folder.resolve(mainClass);
        Shoot.copyUnseen(clips, Shoot.names());
        Job job = createJob(client);
        for (String name : Shoot.names()) {
            client.upload(job.getJobId(), Media.Kind.KIND_CLIP, clips.resolve(name), ByteProgress.NONE);
        }
        // Last, because it takes longest: small clips may all be looked at while the others are still sent.
        Path song = Shoot.copyUnseenSong(folder.resolve(mainClass + "-song"));
        client.upload(job.getJobId(), Media.Kind.KIND_SONG, song, ByteProgress.NONE);
        Generation started = client.generations()
                .generateTimeline(GenerateTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build());
        CompletableFuture<Generation> ended = CompletableFuture.supplyAsync(() -> follow(client, started));
        serve.awaitWhileRunning("clips being looked at", WORK, () -> {
            List<Analysis> now = analyses(client, job);
            assertThat(ended)
                    .as("the generation has not ended before the kill: %s", now)
                    .isNotDone();
            return now.stream().anyMatch(Analysis::hasClipFeatures)
                    && now.stream().anyMatch(analysis -> analysis.getState() == Analysis.State.STATE_RUNNING);
        });
        ProcessHandle victim = serve.descendant(mainClass).orElseThrow();
        victim.destroyForcibly();
        assertThat(ended).as("the generation has not ended before the kill").isNotDone();

        assertThat(ended.get(WORK.toSeconds(), TimeUnit.SECONDS).getState())
                .isEqualTo(Generation.State.STATE_SUCCEEDED);
        assertThat(serve.descendant(mainClass))
                .as("a new " + mainClass)
                .hasValueSatisfying(next -> assertThat(next.pid()).isNotEqualTo(victim.pid()));
        List<Analysis> analyses = analyses(client, job);
        assertThat(analyses).extracting(Analysis::getMediaId).doesNotHaveDuplicates();
        assertThat(analyses).hasSize(Shoot.names().length + 1).allSatisfy(analysis -> {
            assertThat(analysis.getState()).as(analysis.getFileName()).isEqualTo(Analysis.State.STATE_SUCCEEDED);
            assertThat(analysis.getAttempt()).as(analysis.getFileName()).isBetween(1, 2);
        });
        return job;
    }

    private void renderAndFetch(RushesClient client, Job job) throws Exception {
        Render started = client.renders()
                .renderTimeline(RenderTimelineRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build());
        Render render = client.awaitRender(started.getRenderId(), unused -> {});
        assertThat(render.getState()).isEqualTo(Render.State.STATE_SUCCEEDED);
        assertThat(render.getFrameCount()).isEqualTo(300);
        Path video = folder.resolve("edit.mp4");
        client.download(render.getContentPath(), video, render.getSha256(), ByteProgress.NONE);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
        assertThat(video).isNotEmptyFile();
    }

    private static Job createJob(RushesClient client) {
        Project project = client.projects()
                .createProject(CreateProjectRequest.newBuilder()
                        .setProject(Project.newBuilder().setDisplayName("recovery"))
                        .build());
        return client.jobs()
                .createJob(CreateJobRequest.newBuilder()
                        .setJob(Job.newBuilder()
                                .setProjectId(project.getProjectId())
                                .setDisplayName("recovery")
                                .setShape(Job.Shape.SHAPE_VERTICAL)
                                .setTargetDuration(com.google.protobuf.Duration.newBuilder()
                                        .setSeconds(10)))
                        .build());
    }

    private static Generation follow(RushesClient client, Generation started) {
        try {
            return client.awaitGeneration(started.getGenerationId(), unused -> {});
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private static List<Analysis> analyses(RushesClient client, Job job) {
        return client.analyses()
                .listAnalyses(ListAnalysesRequest.newBuilder()
                        .setJobId(job.getJobId())
                        .build())
                .getAnalysesList();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
