// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rushes.api.v1.GetTimelineRequest;
import dev.rushes.api.v1.Role;
import dev.rushes.api.v1.WhoAmIRequest;
import dev.rushes.client.RushesClient;
import dev.rushes.editorial.interchange.TimelineJson;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.TransitionKind;
import dev.rushes.testkit.demo.SmallShoot;
import dev.rushes.testkit.measure.Film;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** {@code rushes edit} as a user runs it, twice: real server, worker, database and media; the video is judged by decoding it. */
@TestInstance(Lifecycle.PER_CLASS)
class EditIT {

    private static final int FRAMES = 300;
    private static final double FRAME_RATE = 30;

    private final ObjectMapper json = new ObjectMapper();
    private Program.Outcome first;
    private Program.Outcome second;
    private Path results;
    private Path data;

    @BeforeAll
    void editTwice(@TempDir Path folder) throws Exception {
        Program.assumeBuilt();
        results = Files.createDirectory(folder.resolve("results"));
        data = folder.resolve("data");
        first = edit(data, "first.mp4");
        second = edit(data, "second.mp4");
    }

    private Program.Outcome edit(Path data, String name) throws Exception {
        String[] command = {
            "edit",
            Shoot.clips().toString(),
            "--song",
            Shoot.song().toString(),
            "--duration",
            "10",
            "--json",
            "-o",
            results.resolve(name).toString()
        };
        try (Program program = Program.start(data, command)) {
            Program.Outcome outcome = program.await(Duration.ofMinutes(4));
            assertThat(outcome.exit()).as(outcome.err()).isZero();
            program.assertNothingLeft();
            return outcome;
        }
    }

    @Test
    void videoIsExactToTheFrame() throws Exception {
        assertThat(Film.probe(results.resolve("first.mp4")))
                .isEqualTo(new Film.Facts("h264", "aac", 1080, 1920, "30/1", FRAMES));
        assertThat(timeline("first").frameCount()).isEqualTo(FRAMES);
    }

    @Test
    void standardOutputIsOneObjectAndStandardErrorTheSteps() throws Exception {
        JsonNode object = json.readTree(first.out());
        assertThat(first.out().strip().lines()).hasSize(1);
        assertThat(object.path("frames").asInt()).isEqualTo(FRAMES);
        assertThat(object.path("output").asText())
                .isEqualTo(results.resolve("first.mp4").toString());
        assertThat(first.err())
                .containsSubsequence(
                        "✓ Reading clips",
                        "✓ Finding beats",
                        "✓ Looking at the footage",
                        "✓ Choosing shots",
                        "✓ Rendering",
                        "Done in");
    }

    @Test
    void everyCutIsOnATrueBeatOfTheSong() throws Exception {
        double excerpt = json.readTree(first.out()).path("song_start_seconds").asDouble();
        assertThat(cuts(timeline("first"))).hasSizeGreaterThanOrEqualTo(3).allSatisfy(cut -> {
            double heard = excerpt + cut / FRAME_RATE;
            double distance = SmallShoot.songPlan().beats().stream()
                    .mapToDouble(beat -> Math.abs(beat - heard))
                    .min()
                    .orElseThrow();
            assertThat(distance)
                    .as("seconds from the cut at frame " + cut + " to a beat")
                    .isLessThanOrEqualTo(1 / FRAME_RATE);
        });
    }

    @Test
    void cutsInThePictureAreThePlannedOnes() throws Exception {
        Timeline timeline = timeline("first");
        double[] differences = Film.differences(results.resolve("first.mp4"));
        assertThat(differences).hasSize(FRAMES);
        List<Integer> planned = new ArrayList<>();
        for (int i = 0; i < timeline.transitions().size(); i++) {
            if (timeline.transitions().get(i).kind() == TransitionKind.HARD_CUT) {
                planned.add((int) timeline.shots().get(i + 1).record().start());
            }
        }
        assertThat(planned).as("hard cuts").isNotEmpty();
        double median = Arrays.stream(differences).sorted().toArray()[FRAMES / 2];
        for (int cut : planned) {
            int loudest = IntStream.rangeClosed(cut - 6, cut + 6)
                    .boxed()
                    .max((a, b) -> Double.compare(differences[a], differences[b]))
                    .orElseThrow();
            assertThat(loudest).as("picture change at the planned cut").isBetween(cut - 1, cut + 1);
            assertThat(differences[loudest]).isGreaterThan(4 * median);
        }
    }

    @Test
    void noMomentIsShownTwiceAndNoSpoiltClipIsUsed() throws Exception {
        List<Shot> shots = timeline("first").shots();
        assertThat(shots).extracting(Shot::fileName).doesNotContainAnyElementsOf(SmallShoot.spoilt());
        for (Shot shot : shots) {
            assertThat(shots)
                    .filteredOn(other -> other != shot && other.fileName().equals(shot.fileName()))
                    .allSatisfy(other -> assertThat(other.source().end()
                                            <= shot.source().start()
                                    || shot.source().end() <= other.source().start())
                            .as(shot.fileName() + " " + shot.source() + " and " + other.source())
                            .isTrue());
        }
        assertThat(json.readTree(first.out()).path("left_out").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(SmallShoot.spoilt());
    }

    @Test
    void secondRunIsMuchFasterAndMakesTheSameCut() throws Exception {
        double firstSeconds = json.readTree(first.out()).path("elapsed_seconds").asDouble();
        double secondSeconds =
                json.readTree(second.out()).path("elapsed_seconds").asDouble();
        assertThat(secondSeconds).isLessThan(0.7 * firstSeconds);
        for (String key : List.of("song", "clips", "transitions")) {
            assertThat(undated(document("second").path(key)))
                    .as(key)
                    .isEqualTo(undated(document("first").path(key)));
        }
    }

    /** The same without the times at which things were done. */
    private static JsonNode undated(JsonNode node) {
        node.findParents("timestamp").forEach(parent -> ((ObjectNode) parent).remove("timestamp"));
        return node;
    }

    @Test
    void bothEditsAreInOneProject() throws Exception {
        assertThat(json.readTree(second.out()).path("project_id").asText())
                .isNotEmpty()
                .isEqualTo(json.readTree(first.out()).path("project_id").asText());
    }

    @Test
    void exportSaysWhatToExpectAndWhichEditItWas() throws Exception {
        Path target = results.resolveSibling("again.mp4");

        Program.Outcome estimated = Program.run(data, "export", "--estimate", "-o", target.toString());
        Program.Outcome document = Program.run(
                data, "export", "-o", results.resolveSibling("again.otio").toString());

        assertThat(estimated.exit()).as(estimated.err()).isZero();
        assertThat(estimated.err()).containsPattern("1080 x 1920, \\d+ to \\d+ MB, in \\d+ to \\d+ s");
        assertThat(target).doesNotExist();
        assertThat(document.exit()).as(document.err()).isZero();
        assertThat(document.err())
                .contains("again.otio  (edit second.mp4, "
                        + json.readTree(second.out()).path("job_id").asText());
    }

    @Test
    void sharedEditIsSeenByAGuestUntilTheLinkIsTakenBack() throws Exception {
        String job = json.readTree(second.out()).path("job_id").asText();
        try (Program serve = Program.start(data, "serve", "--port", "0")) {
            serve.awaitWhileRunning(
                    "an address", Duration.ofSeconds(90), () -> serve.said().contains("#pair="));

            Program.Outcome shared = Program.run(data, "share", "--days", "1", "--json");

            assertThat(shared.exit()).as(shared.err()).isZero();
            JsonNode link = json.readTree(shared.out());
            String[] address = link.path("address").asText().split("/p/|#token=");
            assertThat(address[1]).as("the newest edit").isEqualTo(job);
            try (RushesClient guest = RushesClient.connect(URI.create(address[0]), address[2])) {
                assertThat(guest.accounts()
                                .whoAmI(WhoAmIRequest.getDefaultInstance())
                                .getRole())
                        .isEqualTo(Role.ROLE_GUEST);
                GetTimelineRequest look =
                        GetTimelineRequest.newBuilder().setJobId(job).build();
                assertThat(guest.timelines().getTimeline(look).getShotsList()).isNotEmpty();
                String said = Program.run(data, "share", job).err();
                assertThat(said).contains("second.mp4", "for 7 days", "on this machine only");
                assertThat(Program.run(
                                        data,
                                        "token",
                                        "revoke",
                                        link.path("token_id").asText())
                                .exit())
                        .isZero();
                assertThatExceptionOfType(StatusRuntimeException.class)
                        .isThrownBy(() -> guest.timelines().getTimeline(look))
                        .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
            }
        }
    }

    @Test
    void onlyTheVideosAndTheirTimelinesAreWritten() throws Exception {
        try (Stream<Path> files = Files.list(results)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "first.mp4", "first.timeline.json", "second.mp4", "second.timeline.json");
        }
    }

    private Timeline timeline(String name) throws Exception {
        return TimelineJson.parse(Files.readString(results.resolve(name + ".timeline.json")));
    }

    private JsonNode document(String name) throws Exception {
        return json.readTree(results.resolve(name + ".timeline.json").toFile());
    }

    private static List<Long> cuts(Timeline timeline) {
        return timeline.shots().stream()
                .skip(1)
                .map(shot -> shot.record().start())
                .toList();
    }
}
