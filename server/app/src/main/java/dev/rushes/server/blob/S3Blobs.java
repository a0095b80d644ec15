// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.blob;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A {@link BlobStore} whose finished bytes live in an S3 bucket under {@code blobs/ab/abcd…}. A local directory takes the uploads and
 * keeps what was used as a cache that may be emptied while the server is stopped.
 */
public final class S3Blobs implements BlobStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(S3Blobs.class);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final int NOT_FOUND = 404;

    private final LocalBlobs local;
    private final S3Client s3;
    private final String bucket;
    /** Objects seen in the bucket: they never change, and a player asks for many ranges of one. */
    private final Cache<String, Boolean> present =
            CacheBuilder.newBuilder().maximumSize(100_000).build();

    /**
     * Where the bucket is; without {@code keys} the usual places of the AWS SDK are looked at.
     *
     * @param endpoint of another service than Amazon's; its buckets are part of the path
     */
    public record Bucket(String name, String region, Optional<URI> endpoint, Optional<Keys> keys) {}

    /** Credentials; never printed. */
    public record Keys(String id, String secret) {
        @Override
        public String toString() {
            return id + " with a secret";
        }
    }

    /** Takes the local directory and opens the bucket; throws when it cannot be reached. */
    public static S3Blobs open(LocalBlobs local, Bucket bucket) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(bucket.region()))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE));
        bucket.endpoint().ifPresent(uri -> builder.endpointOverride(uri).forcePathStyle(true));
        bucket.keys()
                .ifPresent(keys -> builder.credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(keys.id(), keys.secret()))));
        S3Client client = builder.build();
        try {
            client.headBucket(request -> request.bucket(bucket.name()));
        } catch (SdkException e) {
            client.close();
            throw new IllegalStateException(
                    "the bucket \"" + bucket.name()
                            + "\" does not answer; check RUSHES_S3_BUCKET, RUSHES_S3_ENDPOINT, RUSHES_S3_REGION and the"
                            + " credentials",
                    e);
        }
        return new S3Blobs(local, client, bucket.name());
    }

    private S3Blobs(LocalBlobs local, S3Client s3, String bucket) {
        this.local = local;
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public boolean has(String sha256, long sizeBytes) {
        String known = sha256 + "/" + sizeBytes;
        if (present.getIfPresent(known) != null) {
            return true;
        }
        if (!isInBucket(sha256, sizeBytes)) {
            if (!local.has(sha256, sizeBytes)) {
                return false;
            }
            // A crash came between keeping the file here and there.
            put(sha256);
        }
        present.put(known, true);
        return true;
    }

    private boolean isInBucket(String sha256, long sizeBytes) {
        try {
            return s3.headObject(request -> request.bucket(bucket).key(key(sha256)))
                            .contentLength()
                    == sizeBytes;
        } catch (NoSuchKeyException e) {
            return false;
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** Fetches the whole object unless the cache has it; the digest is checked before anyone sees it. */
    @Override
    public Path path(String sha256) {
        Path cached = local.path(sha256);
        if (Files.exists(cached)) {
            return cached;
        }
        Path fetched =
                local.scratch("fetch-" + sha256 + "-" + Thread.currentThread().threadId());
        try {
            Files.deleteIfExists(fetched);
            local.requireRoom(0);
            s3.getObject(request -> request.bucket(bucket).key(key(sha256)), ResponseTransformer.toFile(fetched));
            local.adopt(fetched, sha256);
            return cached;
        } catch (IOException e) {
            throw new UncheckedIOException("fetching " + key(sha256), e);
        } finally {
            deleteQuietly(fetched);
        }
    }

    @Override
    public Path scratch(String name) {
        return local.scratch(name);
    }

    @Override
    public void requireRoom(long bytes) {
        local.requireRoom(bytes);
    }

    @Override
    public void adopt(Path file, String sha256) throws IOException {
        local.adopt(file, sha256);
        put(sha256);
    }

    @Override
    public Part openPart(String name, long offset, long sizeBytes) throws IOException {
        Part part = local.openPart(name, offset, sizeBytes);
        return new Part() {
            @Override
            public long offset() {
                return part.offset();
            }

            @Override
            public void write(java.nio.ByteBuffer bytes) throws IOException {
                part.write(bytes);
            }

            @Override
            public void force() throws IOException {
                part.force();
            }

            @Override
            public void finish(long size, String sha256, Runnable verified) throws IOException {
                part.finish(size, sha256, verified);
                put(sha256);
            }

            @Override
            public void close() throws IOException {
                part.close();
            }
        };
    }

    @Override
    public long partSize(String name) throws IOException {
        return local.partSize(name);
    }

    @Override
    public void copyPart(String from, String to, long length) throws IOException {
        local.copyPart(from, to, length);
    }

    @Override
    public int removeParts(Predicate<String> isAbandoned, Instant limit) throws IOException {
        return local.removeParts(isAbandoned, limit);
    }

    @Override
    public long remove(String sha256, BooleanSupplier isUnwanted) throws IOException {
        long local = this.local.remove(sha256, isUnwanted);
        if (local < 0) {
            return local;
        }
        present.asMap().keySet().removeIf(known -> known.startsWith(sha256));
        long size = sizeInBucket(sha256);
        if (size > 0) {
            s3.deleteObject(request -> request.bucket(bucket).key(key(sha256)));
        }
        return Math.max(size, local);
    }

    @Override
    public void removeLeftovers(String id) throws IOException {
        local.removeLeftovers(id);
    }

    private long sizeInBucket(String sha256) {
        try {
            return s3.headObject(request -> request.bucket(bucket).key(key(sha256)))
                    .contentLength();
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return 0;
            }
            throw e;
        }
    }

    /** The object appears whole or not at all; writing equal bytes twice changes nothing. */
    private void put(String sha256) {
        Path file = local.path(sha256);
        try {
            s3.putObject(
                    request -> request.bucket(bucket).key(key(sha256)).contentType("application/octet-stream"),
                    RequestBody.fromFile(file));
        } catch (SdkException e) {
            // Without its object the file must not look stored: it is sent again.
            deleteQuietly(file);
            throw new IllegalStateException("the bucket \"" + bucket + "\" did not take " + key(sha256), e);
        }
    }

    private static String key(String sha256) {
        return "blobs/" + sha256.substring(0, 2) + "/" + sha256;
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted", file, e);
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
