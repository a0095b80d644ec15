// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import dev.rushes.server.blob.LocalBlobs;
import dev.rushes.server.id.Ids;
import dev.rushes.server.link.ContentLinks;
import dev.rushes.server.link.LinkKeys;
import dev.rushes.server.link.MovingClock;
import dev.rushes.testkit.sample.Samples;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed links and ranges over real HTTP, without a database (P-25). */
@Tag("promise")
class ContentServiceIT {
    private static final int SIZE = 70_001;
    private static final long SEED = 25;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final MovingClock clock = new MovingClock(Samples.NOW);
    private final Ids ids = new Ids(clock, new SplittableRandom(SEED));
    private final byte[] bytes = new byte[SIZE];
    private final String id = ids.next();
    private final String path = "/content/media/" + id;
    private LinkKeys keys;
    private ContentLinks links;
    private Server server;

    @BeforeEach
    void start() throws IOException {
        new SplittableRandom(SEED).nextBytes(bytes);
        String sha256 = Samples.sha256(bytes);
        LocalBlobs blobs = new LocalBlobs(folder.resolve("media"), 0);
        blobs.adopt(Files.write(folder.resolve("bytes"), bytes), sha256);
        keys = LinkKeys.open(folder.resolve("keys"), new SecureRandom(), clock);
        links = new ContentLinks(keys, clock);
        ContentService service = new ContentService.Ground(blobs, links, Duration.ofMinutes(10), ids)
                .serving((any, name) -> new ContentService.Content("Strand ü.mp4", sha256, SIZE));
        server = Server.builder()
                .http(0)
                .blockingTaskExecutor(VirtualThreads.asBlockingTaskExecutor(), true)
                .service("/content/media/{id}", service)
                .build();
        server.start().join();
    }

    @AfterEach
    void stop() {
        server.stop().join();
    }

    @Test
    void tenThousandRandomRangesAreThoseOfTheFile() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        String etag = "\"" + Samples.sha256(bytes) + "\"";
        for (int i = 0; i < 10_000; i++) {
            long first = random.nextLong(SIZE + SIZE / 20);
            long last = first + random.nextLong(1, random.nextBoolean() ? 2_000 : SIZE);
            int kind = random.nextInt(4);
            String range = switch (kind) {
                case 0 -> first + "-" + last;
                case 1 -> first + "-";
                case 2 -> "-" + first;
                default -> first + "-" + last;
            };
            boolean changed = kind == 3 && random.nextBoolean();
            HttpRequest.Builder request = request(links.sign(path)).header("Range", "bytes=" + range);
            if (kind == 3) {
                request.header("If-Range", changed ? "\"another\"" : etag);
            }
            long start = kind == 2 ? Math.max(0, SIZE - first) : first;
            long end = kind == 0 || kind == 3 ? Math.min(SIZE, last + 1) : SIZE;
            check(request, range, changed ? 0 : start, changed ? SIZE : end, changed);
            if (i % 10 == 0) {
                headTellsTheSame(request, range);
            }
        }
    }

    private void check(HttpRequest.Builder request, String range, long start, long end, boolean whole)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (start >= SIZE || start >= end) {
            assertThat(answer.statusCode()).as(range).isEqualTo(416);
            assertThat(answer.headers().firstValue("content-range")).contains("bytes */" + SIZE);
            return;
        }
        assertThat(answer.statusCode()).as(range).isEqualTo(whole ? 200 : 206);
        assertThat(answer.body()).as(range).isEqualTo(Arrays.copyOfRange(bytes, (int) start, (int) end));
        if (!whole) {
            assertThat(answer.headers().firstValue("content-range"))
                    .contains("bytes " + start + "-" + (end - 1) + "/" + SIZE);
        }
    }

    private void headTellsTheSame(HttpRequest.Builder request, String range) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request.GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        HttpResponse<byte[]> head = http.send(request.HEAD().build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(head.statusCode()).as(range).isEqualTo(answer.statusCode());
        assertThat(head.body()).as(range).isEmpty();
        assertThat(head.headers().firstValue("content-range"))
                .isEqualTo(answer.headers().firstValue("content-range"));
        assertThat(head.headers().firstValue("content-length"))
                .isEqualTo(answer.headers().firstValue("content-length"));
    }

    @Test
    void alteredLinksAreForbidden() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        String link = links.sign(path);
        assertThat(status(link)).isEqualTo(200);
        String letters = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
        for (int i = 0; i < 2_000; i++) {
            int at = random.nextInt("/content/media/".length(), link.length());
            char letter = letters.charAt(random.nextInt(letters.length()));
            String altered = link.substring(0, at) + letter + link.substring(at + 1);
            assertThat(status(altered)).as(altered).isEqualTo(altered.equals(link) ? 200 : 403);
        }
        assertThat(status(path)).isEqualTo(403);
        assertThat(status(link + "&x=1")).isEqualTo(403);
        assertThat(status("/content/media/" + ids.next() + link.substring(path.length())))
                .as("another file's link")
                .isEqualTo(403);
    }

    @Test
    void expiredForeignAndRevokedLinksAreForbidden() throws Exception {
        String expired = links.sign(path);
        clock.pass(ContentLinks.LIFE);
        assertThat(status(expired)).isEqualTo(403);

        LinkKeys others = LinkKeys.open(folder.resolve("other"), new SecureRandom(), clock);
        assertThat(status(new ContentLinks(others, clock).sign(path))).isEqualTo(403);

        String revoked = links.sign(path);
        assertThat(status(revoked)).isEqualTo(200);
        keys.revokeAll();
        assertThat(status(revoked)).as("replay after revoke").isEqualTo(403);
        assertThat(status(links.sign(path))).isEqualTo(200);
    }

    @Test
    void aForbiddenLinkSaysTheSameWhateverIsWrong() throws Exception {
        String expired = links.sign(path);
        clock.pass(ContentLinks.LIFE);
        String first = text(expired);
        assertThat(first).contains("LINK_INVALID").contains("content_path");
        assertThat(text("/content/media/nothing?exp=1&kid=1&sig=x")).isEqualTo(first);
        assertThat(text(path)).isEqualTo(first);
    }

    @Test
    void contentIsNeverGuessedAtAndIsKeptForEver() throws Exception {
        HttpResponse<String> answer =
                http.send(request(links.sign(path)).HEAD().build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(answer.headers().firstValue("content-disposition"))
                .contains("inline; filename*=UTF-8''Strand%20%C3%BC.mp4");
        assertThat(answer.headers().firstValue("cache-control")).contains("private, max-age=31536000, immutable");
        assertThat(answer.headers().firstValue("etag")).contains("\"" + Samples.sha256(bytes) + "\"");
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.activeLocalPort() + target))
                .timeout(Duration.ofSeconds(30));
    }

    private int status(String target) throws IOException, InterruptedException {
        return http.send(request(target).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private String text(String target) throws IOException, InterruptedException {
        return http.send(request(target).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
