// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.Analysis;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.ListAnalysesRequest;
import dev.rushes.api.v1.ListAnalysesResponse;
import dev.rushes.api.v1.Media;
import dev.rushes.testkit.demo.SmallShoot;
import dev.rushes.testkit.process.JavaCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * P-12, P-13, P-14 with the real worker: damaged and hostile files among good ones. Neither server nor worker falls, no file leads
 * to another or to the network, every good clip is looked at, every bad one is set aside with a reason.
 */
@Tag("promise")
@ExtendWith(OnScene.class)
class HostileMediaIT {
    private static final Logger LOG = LoggerFactory.getLogger(HostileMediaIT.class);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** Mutants of clips as large as people bring; the rest are small, so that there can be many. */
    private static final int WHOLE_MUTANTS = 24;

    @Test
    void hostileFilesHurtNothing(Scene scene) throws Exception {
        int mutants = Tier.count(500, 20_000, 200_000);
        try (Canary canary = new Canary()) {
            List<byte[]> good = goodClips(scene);
            List<byte[]> small = smaller(scene, good);
            ServerChild server = ServerChild.start(
                    scene,
                    "data",
                    Map.of("RUSHES_HOME", Scene.root().toString(), "RUSHES_MAX_FILES_PER_JOB", "100000"),
                    List.of());
            Connection connection = scene.own(server.connect());
            Database database = server.database();
            Job job = connection.job(10);
            int goods = 0;
            for (int i = 0; i < mutants; i++) {
                List<byte[]> from = i < WHOLE_MUTANTS ? good : small;
                byte[] whole = from.get(i % from.size());
                connection.upload(job, Media.Kind.KIND_CLIP, "mutant-" + i + ".mp4", flipped(whole, scene.chance(i)));
            }
            for (byte[] whole : good) {
                connection.upload(job, Media.Kind.KIND_CLIP, "good-" + goods++ + ".mp4", whole);
            }
            connection.upload(job, Media.Kind.KIND_CLIP, "unlisted.mp4", nut(scene, good.getFirst()));
            List<byte[]> scripts = scripts(canary.port(), scene.folder().resolve("canary"));
            for (int i = 0; i < scripts.size(); i++) {
                connection.upload(job, Media.Kind.KIND_CLIP, "script-" + i + ".mp4", scripts.get(i));
            }
            long workerBefore = worker(server).pid();
            Awaitility.await("all files looked at")
                    .atMost(PATIENCE.multipliedBy(1 + mutants / 500))
                    .until(() ->
                            database.number("select count(*) from analyses where state in ('PENDING','RUNNING')") == 0);

            List<Analysis> analyses = analyses(connection, job);
            LOG.info("P-12/13/14: {} files, {} usable", analyses.size(), usable(analyses));
            assertThat(analyses).hasSize(mutants + goods + 1 + scripts.size());
            assertThat(analyses).allSatisfy(analysis -> {
                if (analysis.getFileName().startsWith("good-")) {
                    assertThat(analysis.getState()).isEqualTo(Analysis.State.STATE_SUCCEEDED);
                } else if (!analysis.getFileName().startsWith("mutant-")) {
                    assertThat(analysis.hasRejection())
                            .as(analysis.getFileName())
                            .isTrue();
                }
                if (analysis.hasRejection()) {
                    assertThat(analysis.getRejection().getMessage()).isNotBlank();
                }
            });
            assertThat(server.child().isAlive()).isTrue();
            assertThat(worker(server).pid()).as("the worker is still the same").isEqualTo(workerBefore);
            assertThat(canary.touches()).as("connections to the canary").isZero();
        }
    }

    /** Mutation twin of P-13: without the lists a clip in an unlisted container is opened by whatever demuxer feels called. */
    @Test
    void twinWithoutAllowListsOpensThem(Scene scene) throws Exception {
        Tier.onlyLonger("a twin starts a server and a worker; what it proves does not change from build to build");
        String classPath =
                Mutant.withoutAllowLists(scene) + ":" + Scene.root().resolve("target/dist/worker/lib") + "/*";
        String command = String.join(" ", JavaCommand.of(classPath, "1g", "dev.rushes.worker.Main"));

        assertThat(usableNut(scene, Map.of("RUSHES_WORKER_COMMAND", command)))
                .as("clips in an unlisted container, opened")
                .isOne();
    }

    /** Packs a clip into NUT, a container no phone writes and the list does not have. */
    private static byte[] nut(Scene scene, byte[] good) throws Exception {
        Path clip = Files.write(scene.folder().resolve("clip.mp4"), good);
        Path nut = scene.folder().resolve("clip.nut");
        ffmpeg(clip, "-c", "copy", "-f", "nut", nut.toString());
        return Files.readAllBytes(nut);
    }

    /** Has a good clip in that container looked at. */
    private static long usableNut(Scene scene, Map<String, String> settings) throws Exception {
        byte[] nut = nut(scene, goodClips(scene).getFirst());
        ServerChild server = ServerChild.start(scene, "data", settings, List.of());
        Connection connection = scene.own(server.connect());
        Database database = server.database();
        Job job = connection.job(10);
        connection.upload(job, Media.Kind.KIND_CLIP, "nut.mp4", nut);
        Awaitility.await("the file looked at")
                .atMost(PATIENCE)
                .until(() ->
                        database.number("select count(*) from analyses where state not in ('PENDING','RUNNING')") == 1);
        return usable(analyses(connection, job));
    }

    /** A second of each at a quarter of the width: a mutant is about its bits, and what decodes them is the same. */
    private static List<byte[]> smaller(Scene scene, List<byte[]> clips) throws Exception {
        List<byte[]> small = new ArrayList<>();
        Path from = scene.folder().resolve("whole.mp4");
        Path to = scene.folder().resolve("small.mp4");
        for (byte[] clip : clips) {
            Files.write(from, clip);
            ffmpeg(from, "-t", "1", "-vf", "scale=iw/4:-2", "-c:v", "libx264", "-preset", "veryfast", to.toString());
            small.add(Files.readAllBytes(to));
        }
        return small;
    }

    private static void ffmpeg(Path input, String... output) throws Exception {
        Path ffmpeg = Path.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
        List<String> command =
                new ArrayList<>(List.of(ffmpeg.toString(), "-y", "-loglevel", "error", "-i", input.toString()));
        command.addAll(List.of(output));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LD_LIBRARY_PATH", String.valueOf(ffmpeg.getParent()));
        assertThat(builder.inheritIO().start().waitFor()).isZero();
    }

    private static ProcessHandle worker(ServerChild server) {
        return ProcessHandle.of(server.child().pid())
                .orElseThrow()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("dev.rushes.worker.Main"))
                .findFirst()
                .orElseThrow();
    }

    private static List<byte[]> goodClips(Scene scene) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(scene.folder().resolve("clips"));
        SmallShoot.film(folder);
        List<byte[]> clips = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().limit(4).toList()) {
                clips.add(Files.readAllBytes(file));
            }
        }
        return clips;
    }

    /** Flips bits as zzuf does: few or many, anywhere, also in the headers. */
    private static byte[] flipped(byte[] whole, SplittableRandom chance) {
        byte[] bytes = whole.clone();
        int flips = 1 << chance.nextInt(0, 12);
        for (int i = 0; i < flips; i++) {
            bytes[chance.nextInt(bytes.length)] ^= (byte) (1 << chance.nextInt(8));
        }
        return bytes;
    }

    /** Playlists in several languages that lead to a listener and to a file; not plain text, so that only demuxer lists refuse them. */
    private static List<byte[]> scripts(int port, Path secret) throws IOException {
        Files.writeString(secret, "canary");
        String there = "http://127.0.0.1:" + port + "/canary.ts";
        List<byte[]> scripts = new ArrayList<>();
        for (String target : List.of(there, secret.toUri().toString())) {
            scripts.add(script("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + target + "\n#EXT-X-ENDLIST\n"));
            scripts.add(script("ffconcat version 1.0\nfile '" + target + "'\n"));
            scripts.add(script(
                    "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<MPD><Period><AdaptationSet><Representation>"
                            + "<BaseURL>" + target + "</BaseURL></Representation></AdaptationSet></Period></MPD>\n"));
        }
        scripts.add(script("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video " + port
                + " RTP/AVP 96\na=rtpmap:96 H264/90000\n"));
        return scripts;
    }

    private static byte[] script(String text) {
        return (text + "\u0001").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<Analysis> analyses(Connection connection, Job job) {
        List<Analysis> all = new ArrayList<>();
        String token = "";
        do {
            ListAnalysesResponse page = connection
                    .analyses()
                    .listAnalyses(ListAnalysesRequest.newBuilder()
                            .setJobId(job.getJobId())
                            .setPageToken(token)
                            .build());
            all.addAll(page.getAnalysesList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return all;
    }

    private static long usable(List<Analysis> analyses) {
        return analyses.stream().filter(Analysis::hasClipFeatures).count();
    }

    /** A listener on loopback that nobody may call. */
    private static final class Canary implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final AtomicInteger touches = new AtomicInteger();

        Canary() throws IOException {
            Thread.startVirtualThread(() -> {
                while (!listener.isClosed()) {
                    try {
                        listener.accept().close();
                        touches.incrementAndGet();
                    } catch (IOException e) {
                        return;
                    }
                }
            });
        }

        int port() {
            return listener.getLocalPort();
        }

        int touches() {
            return touches.get();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
