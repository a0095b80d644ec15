// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.server.Samples;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.fault.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBlobsTest {
    private static final byte[] BYTES = "twelve bytes".getBytes(StandardCharsets.UTF_8);
    private static final String SHA256 = Samples.sha256(BYTES);

    @TempDir
    private Path root;

    private LocalBlobs blobs;

    @BeforeEach
    void open() {
        blobs = new LocalBlobs(root, 0);
    }

    @Test
    void bytesAreThereOnlyWhenFinished() throws IOException {
        try (BlobStore.Upload upload = blobs.open("u", BYTES.length, SHA256)) {
            upload.write(ByteBuffer.wrap(BYTES));
            assertThat(blobs.has(SHA256, BYTES.length)).isFalse();
            upload.finish();
        }
        assertThat(blobs.has(SHA256, BYTES.length)).isTrue();
        assertThat(Files.readAllBytes(blobs.path(SHA256))).isEqualTo(BYTES);
        assertThat(blobs.offset("u")).isZero();
    }

    @Test
    void anInterruptedUploadGoesOnWhereItStopped() throws IOException {
        try (BlobStore.Upload upload = blobs.open("u", BYTES.length, SHA256)) {
            upload.write(ByteBuffer.wrap(BYTES, 0, 5));
        }
        assertThat(blobs.offset("u")).isEqualTo(5);
        try (BlobStore.Upload upload = new LocalBlobs(root, 0).open("u", BYTES.length, SHA256)) {
            assertThat(upload.offset()).isEqualTo(5);
            upload.write(ByteBuffer.wrap(BYTES, 5, BYTES.length - 5));
            upload.finish();
        }
        assertThat(blobs.has(SHA256, BYTES.length)).isTrue();
    }

    @Test
    void wrongBytesAreDropped() throws IOException {
        try (BlobStore.Upload upload = blobs.open("u", BYTES.length, Samples.sha256(new byte[] {1}))) {
            upload.write(ByteBuffer.wrap(BYTES));
            Fault fault = catchThrowableOfType(Fault.class, upload::finish);
            assertThat(fault.reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
        }
        assertThat(blobs.offset("u")).isZero();
    }

    @Test
    void moreBytesThanAnnouncedAreRefused() throws IOException {
        try (BlobStore.Upload upload = blobs.open("u", 5, SHA256)) {
            Fault fault = catchThrowableOfType(Fault.class, () -> upload.write(ByteBuffer.wrap(BYTES)));
            assertThat(fault.reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
        }
    }

    @Test
    void aSecondWriterIsRefusedUntilTheFirstIsGone() throws IOException {
        try (BlobStore.Upload first = blobs.open("u", BYTES.length, SHA256)) {
            assertThat(first.offset()).isZero();
            assertThat(catchThrowableOfType(Fault.Conflict.class, () -> blobs.open("u", BYTES.length, SHA256)))
                    .hasMessageContaining("another request");
        }
        blobs.open("u", BYTES.length, SHA256).close();
    }

    @Test
    void theFreeSpaceFloorIsKept() {
        LocalBlobs full = new LocalBlobs(root, Long.MAX_VALUE / 2);
        Fault fault = catchThrowableOfType(Fault.class, () -> full.open("u", 1, SHA256));
        assertThat(fault.reason()).isEqualTo(Reason.STORAGE_FULL);
        assertThat(fault).hasMessageContaining("delete files");
    }
}
