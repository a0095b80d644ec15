// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import dev.rushes.testkit.sample.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every blob store must keep to: whole or not at all, under the right name, never changed. */
abstract class BlobStoreContract {
    private static final byte[] BYTES = "twelve bytes".getBytes(StandardCharsets.UTF_8);
    private static final String SHA256 = Samples.sha256(BYTES);

    @TempDir
    Path root;

    /** Opens the store; what an earlier one of the same test kept is still there. */
    abstract BlobStore open(long floorBytes);

    private BlobStore open() {
        return open(0);
    }

    @Test
    void bytesAreThereOnlyWhenFinished() throws IOException {
        BlobStore blobs = open();
        try (BlobStore.Part part = blobs.openPart("u", 0, BYTES.length)) {
            part.write(ByteBuffer.wrap(BYTES));
            assertThat(blobs.has(SHA256, BYTES.length)).isFalse();
            part.finish(BYTES.length, SHA256);
        }
        assertThat(blobs.has(SHA256, BYTES.length)).isTrue();
        assertThat(blobs.has(SHA256, BYTES.length + 1)).isFalse();
        assertThat(Files.readAllBytes(blobs.path(SHA256))).isEqualTo(BYTES);
        assertThat(blobs.partSize("u")).isZero();
    }

    @Test
    void whatIsKeptOutlivesTheProcess() throws IOException {
        write(open(), "u", BYTES);
        assertThat(open().has(SHA256, BYTES.length)).isTrue();
        assertThat(Files.readAllBytes(open().path(SHA256))).isEqualTo(BYTES);
    }

    @Test
    void anInterruptedPartGoesOnWhereItIsToldTo() throws IOException {
        try (BlobStore.Part part = open().openPart("u", 0, BYTES.length)) {
            part.write(ByteBuffer.wrap(BYTES, 0, 7));
            part.force();
        }
        BlobStore blobs = open();
        assertThat(blobs.partSize("u")).isEqualTo(7);
        try (BlobStore.Part part = blobs.openPart("u", 5, BYTES.length)) {
            assertThat(part.offset()).isEqualTo(5);
            part.write(ByteBuffer.wrap(BYTES, 5, BYTES.length - 5));
            part.finish(BYTES.length, SHA256);
        }
        assertThat(Files.readAllBytes(blobs.path(SHA256))).isEqualTo(BYTES);
    }

    @Test
    void aPartThatLacksBytesIsNotContinued() throws IOException {
        BlobStore blobs = open();
        try (BlobStore.Part part = blobs.openPart("u", 0, BYTES.length)) {
            part.write(ByteBuffer.wrap(BYTES, 0, 3));
        }
        assertThatIOException().isThrownBy(() -> blobs.openPart("u", 5, BYTES.length));
    }

    @Test
    void wrongBytesAreDropped() throws IOException {
        BlobStore blobs = open();
        String other = Samples.sha256(new byte[] {1});
        for (int resumedAt : new int[] {0, 4}) {
            try (BlobStore.Part part = blobs.openPart("u", 0, BYTES.length)) {
                part.write(ByteBuffer.wrap(BYTES, 0, 4));
            }
            try (BlobStore.Part part = blobs.openPart("u", resumedAt, BYTES.length)) {
                part.write(ByteBuffer.wrap(BYTES, resumedAt, BYTES.length - resumedAt));
                Fault fault = catchThrowableOfType(Fault.class, () -> part.finish(BYTES.length, other));
                assertThat(fault.reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
            }
            assertThat(blobs.partSize("u")).isZero();
            assertThat(blobs.has(other, BYTES.length)).isFalse();
        }
    }

    @Test
    void moreBytesThanAnnouncedAreRefused() throws IOException {
        try (BlobStore.Part part = open().openPart("u", 0, 5)) {
            Fault fault = catchThrowableOfType(Fault.class, () -> part.write(ByteBuffer.wrap(BYTES)));
            assertThat(fault.reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
        }
    }

    @Test
    void aFileIsTakenOverOnlyUnderItsOwnDigest() throws IOException {
        BlobStore blobs = open();
        Path wrong = Files.write(Files.createDirectories(root.resolve("made")).resolve("wrong"), new byte[] {1, 2});
        assertThatIOException()
                .isThrownBy(() -> blobs.adopt(wrong, SHA256))
                .withMessageContaining("expected: " + SHA256);
        assertThat(blobs.has(SHA256, BYTES.length)).isFalse();
        Path right = Files.write(root.resolve("made/right"), BYTES);
        blobs.adopt(right, SHA256);
        assertThat(right).doesNotExist();
        assertThat(Files.readAllBytes(blobs.path(SHA256))).isEqualTo(BYTES);
        blobs.adopt(Files.write(right, BYTES), SHA256);
        assertThat(Files.readAllBytes(blobs.path(SHA256))).as("again").isEqualTo(BYTES);
    }

    @Test
    void aCopiedPartIsOutOfItsFormerWritersReach() throws IOException {
        BlobStore blobs = open();
        try (BlobStore.Part frozen = blobs.openPart("u.0", 0, BYTES.length)) {
            frozen.write(ByteBuffer.wrap(BYTES, 0, 6));
            frozen.force();
            blobs.copyPart("u.0", "u.1", 6);
            frozen.write(ByteBuffer.wrap(new byte[] {0, 0, 0}));
        }
        assertThat(blobs.partSize("u.0")).isZero();
        try (BlobStore.Part part = blobs.openPart("u.1", 6, BYTES.length)) {
            part.write(ByteBuffer.wrap(BYTES, 6, BYTES.length - 6));
            part.finish(BYTES.length, SHA256);
        }
        assertThat(Files.readAllBytes(blobs.path(SHA256))).isEqualTo(BYTES);
    }

    @Test
    void abandonedPartsAreRemovedAndOthersStay() throws IOException {
        BlobStore blobs = open();
        for (String name : new String[] {"old", "live"}) {
            try (BlobStore.Part part = blobs.openPart(name, 0, BYTES.length)) {
                part.write(ByteBuffer.wrap(BYTES));
            }
        }
        assertThat(blobs.removeParts(name -> name.equals("old"), Instant.EPOCH)).isZero();
        assertThat(blobs.removeParts(name -> name.equals("old"), Instant.parse("2100-01-01T00:00:00Z")))
                .isEqualTo(1);
        assertThat(blobs.partSize("old")).isZero();
        assertThat(blobs.partSize("live")).isEqualTo(BYTES.length);
    }

    @Test
    void bytesAreRemovedOnlyWhileNobodyNeedsThem() throws IOException {
        BlobStore blobs = open();
        write(blobs, "u", BYTES);
        assertThat(blobs.remove(SHA256, () -> false)).isEqualTo(-1);
        AtomicInteger asked = new AtomicInteger();
        assertThat(blobs.remove(SHA256, () -> asked.incrementAndGet() == 1))
                .as("somebody came to need them meanwhile")
                .isEqualTo(-1);
        assertThat(blobs.has(SHA256, BYTES.length)).isTrue();
        assertThat(Files.readAllBytes(blobs.path(SHA256))).isEqualTo(BYTES);
        assertThat(blobs.remove(SHA256, () -> true)).isEqualTo(BYTES.length);
        assertThat(blobs.has(SHA256, BYTES.length)).isFalse();
        assertThat(blobs.remove(SHA256, () -> true)).as("a second time").isZero();
    }

    @Test
    void leftoversOfAnIdAreRemovedAndOthersStay() throws IOException {
        BlobStore blobs = open();
        for (String name : new String[] {"mine.0", "other.0"}) {
            try (BlobStore.Part part = blobs.openPart(name, 0, BYTES.length)) {
                part.write(ByteBuffer.wrap(BYTES));
            }
        }
        Files.createDirectories(blobs.scratch("preview-mine.1"));
        Files.write(blobs.scratch("preview-mine.1").resolve("proxy.mp4"), BYTES);
        Files.write(blobs.scratch("other.1.mp4"), BYTES);
        blobs.removeLeftovers("mine");
        assertThat(blobs.partSize("mine.0")).isZero();
        assertThat(blobs.scratch("preview-mine.1")).doesNotExist();
        assertThat(blobs.partSize("other.0")).isEqualTo(BYTES.length);
        assertThat(blobs.scratch("other.1.mp4")).exists();
    }

    @Test
    void theFreeSpaceFloorIsKept() {
        BlobStore full = open(Long.MAX_VALUE / 2);
        Fault fault = catchThrowableOfType(Fault.class, () -> full.openPart("u", 0, 1));
        assertThat(fault.reason()).isEqualTo(Reason.STORAGE_FULL);
        assertThat(fault).hasMessageContaining("delete files");
    }

    @Test
    void roomIsPromisedOnce() throws IOException {
        long free = Files.getFileStore(root).getUsableSpace();
        BlobStore blobs = open(free / 2);
        try (BlobStore.Part first = blobs.openPart("a", 0, free / 3)) {
            assertThat(first.offset()).isZero();
            assertThat(catchThrowableOfType(Fault.class, () -> blobs.openPart("b", 0, free / 3))
                            .reason())
                    .isEqualTo(Reason.STORAGE_FULL);
        }
        blobs.openPart("b", 0, free / 3).close();
    }

    @Test
    void bytesInAnyPiecesAreTheSame() throws IOException {
        BlobStore blobs = open();
        SplittableRandom random = new SplittableRandom(3);
        for (int file = 0; file < 20; file++) {
            byte[] bytes = new byte[random.nextInt(1, 300_000)];
            random.nextBytes(bytes);
            String name = "file" + file;
            int done = 0;
            while (done < bytes.length) {
                int piece = random.nextInt(1, bytes.length - done + 1);
                try (BlobStore.Part part = blobs.openPart(name, done, bytes.length)) {
                    part.write(ByteBuffer.wrap(Arrays.copyOfRange(bytes, done, done + piece)));
                    done += piece;
                    if (done == bytes.length) {
                        part.finish(bytes.length, Samples.sha256(bytes));
                    }
                }
            }
            assertThat(Files.readAllBytes(blobs.path(Samples.sha256(bytes)))).isEqualTo(bytes);
        }
    }

    private static void write(BlobStore blobs, String name, byte[] bytes) throws IOException {
        try (BlobStore.Part part = blobs.openPart(name, 0, bytes.length)) {
            part.write(ByteBuffer.wrap(bytes));
            part.finish(bytes.length, Samples.sha256(bytes));
        }
    }
}
