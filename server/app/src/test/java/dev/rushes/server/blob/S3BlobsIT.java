// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.testkit.sample.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gaul.s3proxy.junit.S3ProxyExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The store in a bucket, against an S3 server in this process that checks signatures. */
class S3BlobsIT extends BlobStoreContract {
    private static final byte[] BYTES = "bytes in a bucket".getBytes(StandardCharsets.UTF_8);
    private static final String SHA256 = Samples.sha256(BYTES);
    private static final String KEY = "blobs/" + SHA256.substring(0, 2) + "/" + SHA256;

    @RegisterExtension
    final S3ProxyExtension proxy =
            S3ProxyExtension.builder().withCredentials("access", "secret").build();

    private final List<S3Blobs> opened = new ArrayList<>();
    private S3Client s3;

    @BeforeEach
    void makeBucket() {
        s3 = S3Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(endpoint())
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "secret")))
                .build();
        s3.createBucket(request -> request.bucket("rushes"));
    }

    @AfterEach
    void close() {
        opened.forEach(S3Blobs::close);
        s3.close();
    }

    @Override
    BlobStore open(long floorBytes) {
        return open("cache", floorBytes);
    }

    private S3Blobs open(String cache, long floorBytes) {
        S3Blobs blobs =
                S3Blobs.open(new LocalBlobs(root.resolve(cache), floorBytes), bucket("rushes", endpoint(), "secret"));
        opened.add(blobs);
        return blobs;
    }

    private URI endpoint() {
        return Objects.requireNonNull(proxy.getUri(), "the server runs");
    }

    private static S3Blobs.Bucket bucket(String name, URI endpoint, String secret) {
        return new S3Blobs.Bucket(
                name, "us-east-1", Optional.of(endpoint), Optional.of(new S3Blobs.Keys("access", secret)));
    }

    @Test
    void anotherServerReadsWhatThisOneKept() throws IOException {
        S3Blobs here = open("here", 0);
        here.adopt(Files.write(root.resolve("made"), BYTES), SHA256);
        S3Blobs there = open("there", 0);
        assertThat(there.has(SHA256, BYTES.length)).isTrue();
        assertThat(Files.readAllBytes(there.path(SHA256))).isEqualTo(BYTES);
        try (var left = Files.list(root.resolve("there/renders"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void anObjectWithOtherBytesIsNotServed() {
        s3.putObject(request -> request.bucket("rushes").key(KEY), RequestBody.fromString("something else...."));
        S3Blobs blobs = open("cache", 0);
        assertThatThrownBy(() -> blobs.path(SHA256))
                .isInstanceOf(UncheckedIOException.class)
                .hasStackTraceContaining("expected: " + SHA256);
        assertThat(root.resolve("cache/blobs").resolve(SHA256.substring(0, 2)).resolve(SHA256))
                .doesNotExist();
    }

    @Test
    void aFileKeptHereOnlyIsPutThereWhenAskedFor() throws IOException {
        new LocalBlobs(root.resolve("cache"), 0).adopt(Files.write(root.resolve("made"), BYTES), SHA256);
        assertThat(open("cache", 0).has(SHA256, BYTES.length)).isTrue();
        assertThat(s3.getObjectAsBytes(request -> request.bucket("rushes").key(KEY))
                        .asByteArray())
                .isEqualTo(BYTES);
    }

    @Test
    void whatTheBucketDidNotTakeIsNotKept() throws IOException {
        S3Blobs blobs = open("cache", 0);
        s3.deleteBucket(request -> request.bucket("rushes"));
        Path made = Files.write(root.resolve("made"), BYTES);
        assertThatIllegalStateException()
                .isThrownBy(() -> blobs.adopt(made, SHA256))
                .withMessageContaining("did not take");
        assertThat(blobs.has(SHA256, BYTES.length)).isFalse();
    }

    @Test
    void aBucketThatCannotBeReachedIsNamedAtTheStart() {
        LocalBlobs local = new LocalBlobs(root.resolve("cache"), 0);
        assertThatIllegalStateException()
                .isThrownBy(() -> S3Blobs.open(local, bucket("nowhere", endpoint(), "secret")))
                .withMessageContaining("\"nowhere\"")
                .withMessageContaining("RUSHES_S3_BUCKET");
        assertThatIllegalStateException().isThrownBy(() -> S3Blobs.open(local, bucket("rushes", endpoint(), "wrong")));
    }
}
