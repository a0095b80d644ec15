// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.api.v1.CreateMediaRequest;
import dev.rushes.api.v1.Job;
import dev.rushes.api.v1.Media;
import dev.rushes.api.v1.MediaServiceGrpc;
import dev.rushes.testkit.sample.Samples;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uploads in pieces of random length while server and database are killed again and again (P-1, P-2). Sizes of a longer run:
 * {@code -Drushes.chaos.files=2000 -Drushes.chaos.kills=600}; the seed is printed by a failure.
 */
@Tag("promise")
class UploadChaosIT {
    private static final int FILES = Integer.getInteger("rushes.chaos.files", 100);
    private static final int KILLS = Integer.getInteger("rushes.chaos.kills", 40);
    private static final int SENDERS = 4;
    /** Pieces of the median file; half of it between two kills spreads them over the whole run. */
    private static final int MOST_PIECES_BETWEEN_KILLS = 100;

    private static final long SEED = Long.getLong("rushes.chaos.seed", 1);

    /** What is killed. A server starts its database again by itself, in a third of the time, and gives up at its fifth end in a minute. */
    private enum Victim {
        DATABASE,
        SERVER,
        BOTH;

        static Victim of(int kill) {
            return kill % 4 < 3 ? DATABASE : kill % 8 < 4 ? SERVER : BOTH;
        }
    }

    @TempDir
    private Path folder;

    private final AtomicReference<TestServer> server = new AtomicReference<>();
    private final AtomicInteger acknowledgements = new AtomicInteger();
    private final AtomicInteger resumes = new AtomicInteger();

    /** A file on its way; {@code acknowledged} is what the server said it keeps. */
    private static final class Sending {
        private final Media media;
        private final byte[] bytes;
        private volatile long acknowledged;
        private volatile boolean stored;

        Sending(Media media, byte[] bytes) {
            this.media = media;
            this.bytes = bytes;
        }
    }

    @Test
    void whatWasAcknowledgedOutlivesEveryKill() throws Exception {
        try (FakeWorker worker = new FakeWorker()) {
            ServerProcess process = ServerProcess.launch(folder, worker);
            server.set(process.client());
            List<Sending> files = announce();
            List<Future<?>> senders = new ArrayList<>();
            ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
            for (int i = 0; i < SENDERS; i++) {
                int sender = i;
                senders.add(threads.submit(() -> send(files, sender)));
            }
            SplittableRandom random = new SplittableRandom(SEED);
            int kills = 0;
            for (; kills < KILLS && !isOver(senders); kills++) {
                awaitPieces(random.nextInt(5, MOST_PIECES_BETWEEN_KILLS), senders);
                Victim victim = Victim.of(kills);
                if (victim != Victim.SERVER) {
                    process.killDatabase();
                }
                if (victim == Victim.DATABASE) {
                    awaitPieces(1, senders);
                    continue;
                }
                process.kill();
                for (Sending file : files) {
                    acknowledgedBytesAreOnDisk(file);
                }
                process = ServerProcess.launch(folder, worker);
                server.set(process.client());
            }
            assertThat(kills).as("kills while files were sent").isEqualTo(KILLS);
            for (Future<?> sender : senders) {
                sender.get();
            }
            threads.shutdown();
            for (Sending file : files) {
                HttpResponse<String> read = server.get().get(server.get().content(file.media), "Range", "bytes=0-0");
                assertThat(read.statusCode()).as("seed " + SEED).isEqualTo(206);
                Path blob = folder.resolve("data/media/blobs")
                        .resolve(file.media.getSha256().substring(0, 2))
                        .resolve(file.media.getSha256());
                assertThat(Files.readAllBytes(blob)).as("seed " + SEED).isEqualTo(file.bytes);
            }
            try (var left = Files.list(folder.resolve("data/media/incoming"))) {
                assertThat(left).isEmpty();
            }
            assertThat(resumes.get()).as("kills that hit a sender").isPositive();
            assertThat(process.stop()).isZero();
        }
    }

    private void awaitPieces(int more, List<Future<?>> senders) {
        int target = acknowledgements.get() + more;
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> acknowledgements.get() >= target || isOver(senders));
    }

    private static boolean isOver(List<Future<?>> senders) {
        return senders.stream().allMatch(Future::isDone);
    }

    private List<Sending> announce() {
        Job job = server.get().job(5);
        SplittableRandom random = new SplittableRandom(SEED);
        List<Sending> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            byte[] bytes = new byte[random.nextInt(1, 3 << 20)];
            random.nextBytes(bytes);
            files.add(new Sending(
                    server.get()
                            .client("gproto", MediaServiceGrpc.MediaServiceBlockingStub.class)
                            .createMedia(CreateMediaRequest.newBuilder()
                                    .setMedia(Media.newBuilder()
                                            .setJobId(job.getJobId())
                                            .setKind(Media.Kind.KIND_CLIP)
                                            .setFileName("chaos" + i + ".mp4")
                                            .setSizeBytes(bytes.length)
                                            .setSha256(Samples.sha256(bytes)))
                                    .build()),
                    bytes));
        }
        return files;
    }

    private void send(List<Sending> files, int sender) {
        SplittableRandom random = new SplittableRandom(SEED * 31 + sender);
        for (int i = sender; i < files.size(); i += SENDERS) {
            Sending file = files.get(i);
            while (!file.stored) {
                long from = resume(file);
                sendPieces(file, from, random);
            }
        }
    }

    /** Asks where to go on; what was acknowledged must still be there. */
    private long resume(Sending file) {
        HttpResponse<String> head = Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> server.get().head(file.media.getUploadPath()), answer -> answer.statusCode() == 204);
        long offset = Long.parseLong(head.headers().firstValue("upload-offset").orElseThrow());
        assertThat(offset).as("seed " + SEED).isGreaterThanOrEqualTo(file.acknowledged);
        return offset;
    }

    private void sendPieces(Sending file, long from, SplittableRandom random) {
        int done = (int) from;
        try {
            do {
                int piece = 1 << random.nextInt(20);
                int end = Math.min(file.bytes.length, done + random.nextInt(1, piece + 1));
                HttpResponse<String> taken = server.get()
                        .send(
                                "PATCH",
                                file.media.getUploadPath(),
                                Arrays.copyOfRange(file.bytes, done, end),
                                Map.of("Upload-Offset", Integer.toString(done)));
                if (taken.statusCode() == 409) {
                    return;
                }
                assertThat(taken.statusCode())
                        .as(taken.body() + ", seed " + SEED)
                        .isIn(204, 503);
                if (taken.statusCode() == 503) {
                    return;
                }
                assertThat(taken.headers().firstValue("upload-offset")).contains(Integer.toString(end));
                file.acknowledged = end;
                acknowledgements.incrementAndGet();
                done = end;
            } while (done < file.bytes.length);
            file.stored = true;
        } catch (IOException e) {
            resumes.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void acknowledgedBytesAreOnDisk(Sending file) throws IOException {
        long acknowledged = file.acknowledged;
        String sha256 = file.media.getSha256();
        Path blob = folder.resolve("data/media/blobs")
                .resolve(sha256.substring(0, 2))
                .resolve(sha256);
        Path part = folder.resolve("data/media/incoming").resolve(file.media.getMediaId() + ".0.part");
        if (Files.exists(blob)) {
            assertThat(Files.size(blob)).isEqualTo(file.bytes.length);
        } else if (acknowledged > 0) {
            byte[] durable = Files.readAllBytes(part);
            assertThat((long) durable.length).as("seed " + SEED).isGreaterThanOrEqualTo(acknowledged);
            assertThat(Arrays.copyOf(durable, (int) acknowledged))
                    .as("seed " + SEED)
                    .isEqualTo(Arrays.copyOf(file.bytes, (int) acknowledged));
        }
    }
}
