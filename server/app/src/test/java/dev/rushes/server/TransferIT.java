// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.CreateMediaRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.testkit.sample.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads and ranged downloads against a real server. */
@Tag("promise")
class TransferIT {
    @TempDir
    static Path folder;

    private static FakeWorker worker;
    private static TestServer server;
    private static Job job;

    @BeforeAll
    static void start() throws Exception {
        worker = new FakeWorker();
        server = TestServer.start(
                folder, Map.of("RUSHES_WORKERS", worker.address(), "RUSHES_TRANSFER_STALL_SECONDS", "1"));
        job = server.job(5);
    }

    @AfterAll
    static void stop() {
        server.close();
        worker.close();
    }

    @Test
    void aWholeFileIsStoredAndReadBack() throws Exception {
        Media media = server.add(job, Media.Kind.KIND_CLIP, "whole.mp4");
        HttpResponse<String> read = server.get(server.content(media));
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo("content of whole.mp4");
        assertThat(read.headers().firstValue("content-type")).contains("video/mp4");
        assertThat(read.headers().firstValue("accept-ranges")).contains("bytes");
        assertThat(server.put(media.getUploadPath(), TestServer.bytes("whole.mp4"), Map.of())
                        .statusCode())
                .as("sending it again changes nothing")
                .isEqualTo(204);
    }

    @Test
    void anUploadGoesOnAfterABrokenConnection() throws Exception {
        Media media = server.announce(job, Media.Kind.KIND_CLIP, "resumed.mp4");
        byte[] bytes = TestServer.bytes("resumed.mp4");
        sendPartAndHangUp(media.getUploadPath(), bytes, 8);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> offset(media).equals("8"));

        HttpResponse<String> wrong = server.put(
                media.getUploadPath(), Arrays.copyOfRange(bytes, 3, bytes.length), Map.of("Upload-Offset", "3"));
        assertThat(wrong.statusCode()).isEqualTo(409);
        assertThat(wrong.body()).contains("expected: 8");

        HttpResponse<String> rest = server.put(
                media.getUploadPath(), Arrays.copyOfRange(bytes, 8, bytes.length), Map.of("Upload-Offset", "8"));
        assertThat(rest.statusCode()).isEqualTo(204);
        assertThat(server.get(server.content(media)).body()).isEqualTo("content of resumed.mp4");
    }

    @Test
    void aSilentSenderIsAnsweredAndItsUploadIsFree() throws Exception {
        Media media = server.announce(job, Media.Kind.KIND_CLIP, "silent.mp4");
        byte[] bytes = TestServer.bytes("silent.mp4");
        try (Socket socket = sendPart(media.getUploadPath(), bytes, 8)) {
            assertThat(answer(socket))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("upload-offset: 8\r\n")
                    .contains("no byte came for 1 s; send the rest with Upload-Offset: 8");
        }
        assertThat(server.put(
                                media.getUploadPath(),
                                Arrays.copyOfRange(bytes, 8, bytes.length),
                                Map.of("Upload-Offset", "8"))
                        .statusCode())
                .isEqualTo(204);
        try (Socket again = sendPart(media.getUploadPath(), bytes, 8)) {
            assertThat(answer(again)).as("of what is stored already").startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void aReaderThatTakesNothingIsNotWaitedForWithoutEnd() throws Exception {
        byte[] bytes = new byte[1 << 16];
        Media media = server.client("gproto", MediaServiceGrpc.MediaServiceBlockingStub.class)
                .createMedia(CreateMediaRequest.newBuilder()
                        .setMedia(Media.newBuilder()
                                .setJobId(job.getJobId())
                                .setKind(Media.Kind.KIND_CLIP)
                                .setFileName("unread.mp4")
                                .setSizeBytes(bytes.length)
                                .setSha256(Samples.sha256(bytes)))
                        .build());
        assertThat(server.put(media.getUploadPath(), bytes, Map.of()).statusCode())
                .isEqualTo(204);
        try (RawHttp2 connection = new RawHttp2(server.uri("/"), 0)) {
            int stream = connection.get(server.content(media));
            assertThat(connection.await(frame -> frame.stream() == stream).type())
                    .isEqualTo(RawHttp2.HEADERS);
            assertThat(connection.await(frame -> frame.stream() == stream).type())
                    .as("after ten times the stall of a sender")
                    .isEqualTo(RawHttp2.RESET);
        }
    }

    @Test
    void aFileCanBeSentInPieces() throws Exception {
        Media media = server.announce(job, Media.Kind.KIND_CLIP, "pieces.mp4");
        byte[] bytes = TestServer.bytes("pieces.mp4");
        int done = 0;
        for (int piece : new int[] {1, 5, 3, 100}) {
            int end = Math.min(bytes.length, done + piece);
            HttpResponse<String> taken = server.send(
                    "PATCH",
                    media.getUploadPath(),
                    Arrays.copyOfRange(bytes, done, end),
                    Map.of("Upload-Offset", Integer.toString(done)));
            assertThat(taken.statusCode()).isEqualTo(204);
            assertThat(taken.headers().firstValue("upload-offset")).contains(Integer.toString(end));
            done = end;
            HttpResponse<String> again = server.send(
                    "PATCH", media.getUploadPath(), new byte[1], Map.of("Upload-Offset", Integer.toString(end - 1)));
            assertThat(again.statusCode()).isEqualTo(end == bytes.length ? 204 : 409);
            assertThat(again.headers().firstValue("upload-offset"))
                    .as("a refusal tells where to go on")
                    .contains(Integer.toString(end));
        }
        assertThat(server.get(server.content(media)).body()).isEqualTo("content of pieces.mp4");
    }

    @Test
    void wrongBytesAreRefusedAndCanBeSentAgain() throws Exception {
        Media media = server.announce(job, Media.Kind.KIND_CLIP, "mended.mp4");
        byte[] wrong = TestServer.bytes("mended.mp4");
        wrong[0]++;
        HttpResponse<String> refused = server.put(media.getUploadPath(), wrong, Map.of());
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("CHECKSUM_MISMATCH").contains("send the file again");
        assertThat(server.put(media.getUploadPath(), TestServer.bytes("mended.mp4"), Map.of())
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void aWrongLengthIsRefusedBeforeTheBytes() throws Exception {
        Media media = server.announce(job, Media.Kind.KIND_CLIP, "length.mp4");
        HttpResponse<String> refused = server.put(media.getUploadPath(), new byte[3], Map.of());
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Content-Length").contains("\\\"length.mp4\\\"");
    }

    /** A sender whose stream is reset while it sends never hears why; how soon the bytes come after the head is chance. */
    @Test
    void whoeverIsRefusedHearsWhy() throws Exception {
        Media media = server.announce(job, Media.Kind.KIND_CLIP, "not-for-strangers.mp4");
        for (int i = 0; i < 100; i++) {
            assertThat(server.with("rsh_no_token")
                            .put(media.getUploadPath(), new byte[1 + 500 * i], Map.of())
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void partsOfAFileAreServed() throws Exception {
        Media media = server.add(job, Media.Kind.KIND_CLIP, "parts.mp4");
        String path = server.content(media);
        String etag = "\"" + media.getSha256() + "\"";

        HttpResponse<String> part = server.get(path, "Range", "bytes=8-9");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("of");
        assertThat(part.headers().firstValue("content-range")).contains("bytes 8-9/20");
        assertThat(server.get(path, "Range", "bytes=-4").body()).isEqualTo(".mp4");
        assertThat(server.get(path, "Range", "bytes=8-9", "If-Range", etag).statusCode())
                .isEqualTo(206);
        assertThat(server.get(path, "Range", "bytes=8-9", "If-Range", "\"other\"")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> outside = server.get(path, "Range", "bytes=20-");
        assertThat(outside.statusCode()).isEqualTo(416);
        assertThat(outside.headers().firstValue("content-range")).contains("bytes */20");
        assertThat(server.get(path, "If-None-Match", etag).statusCode()).isEqualTo(304);
        HttpResponse<String> head = server.head(path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("content-length")).contains("20");
    }

    @Test
    void bytesThatAreNotThereYetAreNotServed() throws Exception {
        Media media = server.announce(job, Media.Kind.KIND_CLIP, "pending.mp4");
        assertThat(media.getContentPath()).isEmpty();
        HttpResponse<String> read = server.get("/content/media/" + media.getMediaId());
        assertThat(read.statusCode()).isEqualTo(403);
        assertThat(read.body()).contains("LINK_INVALID");
    }

    private static String offset(Media media) throws IOException, InterruptedException {
        return server.head(media.getUploadPath())
                .headers()
                .firstValue("upload-offset")
                .orElse("");
    }

    private static void sendPartAndHangUp(String path, byte[] bytes, int count) throws IOException {
        try (Socket socket = sendPart(path, bytes, count)) {
            assertThat(socket.isConnected()).isTrue();
            Path part = folder.resolve("data/media/incoming")
                    .resolve(path.substring(path.lastIndexOf('/') + 1) + ".0.part");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> Files.exists(part) && Files.size(part) == count);
        }
    }

    private static Socket sendPart(String path, byte[] bytes, int count) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.uri("/").getPort());
        socket.setSoTimeout(20_000);
        OutputStream out = socket.getOutputStream();
        out.write(("PUT " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + server.token()
                        + "\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(bytes, 0, count);
        out.flush();
        return socket;
    }

    /** Reads an answer with a JSON body, which ends with the only brace of it. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0;
                next = socket.getInputStream().read()) {
            text.append((char) next);
            if (next == '}') {
                return text.toString();
            }
        }
        return text.toString();
    }
}
