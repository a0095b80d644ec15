// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.server.access.AnonymousSessions;
import dev.rushes.server.access.OidcTokens;
import dev.rushes.server.blob.S3Blobs;
import dev.rushes.server.http.HttpLimits;
import dev.rushes.server.media.MediaFiles;
import dev.rushes.server.rpc.WatchStream;
import dev.rushes.server.store.Database;
import dev.rushes.server.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The server's configuration, read once from the environment; README.md has the table. Printing it masks secrets.
 *
 * @param dataDir database, media, logs and server.json; RUSHES_DATA_DIR
 * @param instance name under which tasks are picked; no other living process may use it; RUSHES_INSTANCE
 * @param listen where to listen
 * @param database where PostgreSQL is; empty means one owned by this server below {@code dataDir}
 * @param worker where the workers are
 * @param storage limits of the media store
 * @param bucket where finished bytes are kept; empty means below {@code dataDir}
 * @param admin where operators look
 * @param people who comes and goes
 */
public record ServerConfig(
        Path dataDir,
        String instance,
        Listen listen,
        Optional<Database.Address> database,
        Worker worker,
        Storage storage,
        Optional<S3Blobs.Bucket> bucket,
        Admin admin,
        People people) {

    /** Calls end within a minute; so much later nothing that was let in before an erasure still runs. */
    private static final Duration ERASURE_SETTLE = Duration.ofSeconds(70);

    /**
     * RUSHES_HOST, RUSHES_PORT (0 picks a free one), RUSHES_DEV, RUSHES_TLS_…_FILE, RUSHES_ALLOWED_ORIGINS, RUSHES_MAX_CONNECTIONS…, RUSHES_CONNECTION_…_SECONDS,
     * RUSHES_TRANSFER_STALL_SECONDS, RUSHES_STREAM_…_SECONDS.
     */
    public record Listen(
            String host,
            int port,
            Optional<TlsFiles> tls,
            boolean dev,
            List<String> allowedOrigins,
            HttpLimits connections,
            WatchStream.Limits streams) {
        public Listen {
            allowedOrigins = List.copyOf(allowedOrigins);
        }
    }

    /**
     * RUSHES_ERASURE_SETTLE_SECONDS, RUSHES_ANONYMOUS_SESSIONS (0 allows none), RUSHES_ANONYMOUS_SESSION_SECONDS, RUSHES_OIDC_ISSUER,
     * RUSHES_OIDC_AUDIENCE, RUSHES_OIDC_JWKS_URI (all three or none).
     */
    public record People(
            Duration erasureSettle, AnonymousSessions.Limits anonymous, Optional<OidcTokens.Issuer> oidc) {}

    /**
     * RUSHES_ADMIN_HOST, RUSHES_ADMIN_PORT (0 picks a free one); RUSHES_LOG_FORMAT, which the log's own configuration reads;
     * RUSHES_DRAIN_PAUSE_SECONDS; RUSHES_OTLP_ENDPOINT, empty for no traces.
     */
    public record Admin(String host, int port, String logFormat, Duration drainPause, Optional<URI> traces) {}

    /**
     * {@code addresses} from RUSHES_WORKERS; if there are none, the child started with {@code command}. {@code secretFile} from
     * RUSHES_WORKER_SECRET_FILE holds what calls to those addresses carry; RUSHES_WORKER_TLS_…_FILE encrypt them and show both sides who
     * the other is.
     */
    public record Worker(
            List<String> addresses, List<String> command, Optional<Path> secretFile, Optional<TlsFiles> tls) {
        public Worker {
            addresses = List.copyOf(addresses);
            command = List.copyOf(command);
        }
    }

    /** RUSHES_FREE_SPACE_FLOOR_BYTES, RUSHES_MAX_FILE_BYTES, RUSHES_MAX_FILES_PER_JOB, RUSHES_MAX_…_PER_PROJECT, RUSHES_MAX_OPEN_WORK, RUSHES_DATABASE_CONNECTIONS. */
    public record Storage(
            long freeSpaceFloorBytes,
            MediaFiles.Limits limits,
            int maxJobsPerProject,
            int maxOpenWork,
            int databaseConnections) {}

    /** Reads the environment; names the variable in the message when a value is wrong. */
    public static ServerConfig from(Map<String, String> environment) {
        Reader read = new Reader(environment);
        Path dataDir = Path.of(read.text("RUSHES_DATA_DIR", defaultDataDir(environment)))
                .toAbsolutePath()
                .normalize();
        return new ServerConfig(
                dataDir,
                read.text(
                        "RUSHES_INSTANCE",
                        hostName() + "-"
                                + Integer.toHexString(dataDir.toString().hashCode())),
                new Listen(
                        read.text("RUSHES_HOST", "127.0.0.1"),
                        (int) read.number("RUSHES_PORT", 8080, 0, 65_535),
                        read.tls("RUSHES_TLS_CERTIFICATE_FILE", "RUSHES_TLS_KEY_FILE", ""),
                        Boolean.parseBoolean(read.text("RUSHES_DEV", "false")),
                        read.list("RUSHES_ALLOWED_ORIGINS", ","),
                        connections(read),
                        streams(read)),
                database(read),
                new Worker(
                        read.list("RUSHES_WORKERS", ","),
                        workerCommand(read),
                        workerSecret(read),
                        read.tls(
                                "RUSHES_WORKER_TLS_CERTIFICATE_FILE",
                                "RUSHES_WORKER_TLS_KEY_FILE",
                                "RUSHES_WORKER_TLS_CA_FILE")),
                new Storage(
                        read.number("RUSHES_FREE_SPACE_FLOOR_BYTES", 2L << 30, 0, Long.MAX_VALUE),
                        new MediaFiles.Limits(
                                read.number("RUSHES_MAX_FILE_BYTES", 32L << 30, 1, Long.MAX_VALUE),
                                (int) read.number("RUSHES_MAX_FILES_PER_JOB", 1000, 1, 100_000),
                                (int) read.number("RUSHES_MAX_FILES_PER_PROJECT", 20_000, 1, 1_000_000),
                                read.number("RUSHES_MAX_BYTES_PER_PROJECT", 1L << 40, 1, Long.MAX_VALUE)),
                        (int) read.number("RUSHES_MAX_JOBS_PER_PROJECT", 10_000, 1, 1_000_000),
                        (int) read.number("RUSHES_MAX_OPEN_WORK", 50, 1, 10_000),
                        (int) read.number("RUSHES_DATABASE_CONNECTIONS", 16, 4, 200)),
                bucket(read),
                new Admin(
                        read.text("RUSHES_ADMIN_HOST", "127.0.0.1"),
                        (int) read.number("RUSHES_ADMIN_PORT", 0, 0, 65_535),
                        read.oneOf("RUSHES_LOG_FORMAT", "text", "json"),
                        read.seconds("RUSHES_DRAIN_PAUSE_SECONDS", Duration.ZERO, 0),
                        read.httpUrl("RUSHES_OTLP_ENDPOINT")),
                new People(
                        read.seconds("RUSHES_ERASURE_SETTLE_SECONDS", ERASURE_SETTLE, 0),
                        new AnonymousSessions.Limits(
                                (int) read.number("RUSHES_ANONYMOUS_SESSIONS", 0, 0, 100_000),
                                read.seconds("RUSHES_ANONYMOUS_SESSION_SECONDS", Duration.ofDays(1), 1)),
                        oidc(read)));
    }

    private static HttpLimits connections(Reader read) {
        HttpLimits usual = HttpLimits.DEFAULT;
        Duration idle = read.seconds("RUSHES_CONNECTION_IDLE_SECONDS", usual.idle(), 2);
        return new HttpLimits(
                (int) read.number("RUSHES_MAX_CONNECTIONS", usual.connections(), 1, 1_000_000),
                (int) read.number("RUSHES_MAX_CONNECTIONS_PER_ADDRESS", usual.perAddress(), 0, 1_000_000),
                idle,
                idle.dividedBy(2),
                read.seconds("RUSHES_CONNECTION_AGE_SECONDS", usual.age(), 1),
                read.seconds("RUSHES_TRANSFER_STALL_SECONDS", usual.stall(), 1));
    }

    private static WatchStream.Limits streams(Reader read) {
        WatchStream.Limits usual = WatchStream.Limits.DEFAULT;
        return new WatchStream.Limits(
                usual.keepAlive(),
                usual.poll(),
                read.seconds("RUSHES_STREAM_STALL_SECONDS", usual.stall(), 1),
                read.seconds("RUSHES_STREAM_LIFE_SECONDS", usual.life(), 1));
    }

    /** RUSHES_S3_BUCKET and what belongs to it; the secret is in a file, so that it is in no list of processes. */
    private static Optional<S3Blobs.Bucket> bucket(Reader read) {
        String name = read.text("RUSHES_S3_BUCKET", "");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String endpoint = read.text("RUSHES_S3_ENDPOINT", "");
        String keyId = read.text("RUSHES_S3_ACCESS_KEY_ID", "");
        return Optional.of(new S3Blobs.Bucket(
                name,
                read.text("RUSHES_S3_REGION", "us-east-1"),
                endpoint.isEmpty() ? Optional.empty() : Optional.of(URI.create(endpoint)),
                keyId.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new S3Blobs.Keys(keyId, secret(read.text("RUSHES_S3_SECRET_KEY_FILE", ""))))));
    }

    private static Optional<OidcTokens.Issuer> oidc(Reader read) {
        String issuer = read.text("RUSHES_OIDC_ISSUER", "");
        String audience = read.text("RUSHES_OIDC_AUDIENCE", "");
        String keys = read.text("RUSHES_OIDC_JWKS_URI", "");
        if (issuer.isEmpty() && audience.isEmpty() && keys.isEmpty()) {
            return Optional.empty();
        }
        if (issuer.isEmpty()
                || audience.isEmpty()
                || !keys.matches("https://.+|http://(127\\.0\\.0\\.1|localhost)[:/].*")) {
            throw new IllegalArgumentException("RUSHES_OIDC_JWKS_URI: \"" + keys
                    + "\" (expected: https, with RUSHES_OIDC_ISSUER and RUSHES_OIDC_AUDIENCE set too)");
        }
        return Optional.of(new OidcTokens.Issuer(issuer, audience, URI.create(keys)));
    }

    private static String secret(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "RUSHES_S3_SECRET_KEY_FILE: \"" + file + "\" (expected: a file that can be read)", e);
        }
    }

    private static Optional<Database.Address> database(Reader read) {
        String url = read.text("RUSHES_DATABASE_URL", "");
        return url.isEmpty()
                ? Optional.empty()
                : Optional.of(new Database.Address(
                        url, read.text("RUSHES_DATABASE_USER", "rushes"), read.text("RUSHES_DATABASE_PASSWORD", "")));
    }

    private static Optional<Path> workerSecret(Reader read) {
        String file = read.text("RUSHES_WORKER_SECRET_FILE", "");
        return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
    }

    /** RUSHES_WORKER_COMMAND, words between blanks; else the worker below RUSHES_HOME, as the build lays it out; else none. */
    private static List<String> workerCommand(Reader read) {
        List<String> given = read.list("RUSHES_WORKER_COMMAND", "\\s+");
        String home = read.text("RUSHES_HOME", "");
        if (!given.isEmpty() || home.isEmpty()) {
            return given;
        }
        Path dist = Path.of(home, "target", "dist");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError"));
        Path cache = dist.resolve("worker.aot");
        if (Files.exists(cache)) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=error"));
        }
        command.addAll(List.of("-cp", dist.resolve("worker").resolve("lib") + "/*", "dev.rushes.worker.Main"));
        return List.copyOf(command);
    }

    private static String defaultDataDir(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(xdg);
        return base.resolve("rushes").toString();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Reads typed values; blank means not set. */
    private record Reader(Map<String, String> environment) {

        String text(String key, String fallback) {
            String text = environment.get(key);
            return text == null || text.isBlank() ? fallback : text.strip();
        }

        long number(String key, long fallback, long least, long most) {
            String text = text(key, "");
            if (text.isEmpty()) {
                return fallback;
            }
            Long value = parse(text, Long::parseLong);
            if (value == null || value < least || value > most) {
                throw new IllegalArgumentException(
                        key + ": \"" + text + "\" (expected: a number from " + least + " to " + most + ")");
            }
            return value;
        }

        /** One of the words; the first is usual. */
        String oneOf(String key, String... words) {
            String text = text(key, words[0]);
            if (!List.of(words).contains(text)) {
                throw new IllegalArgumentException(
                        key + ": \"" + text + "\" (expected: " + String.join(" or ", words) + ")");
            }
            return text;
        }

        Optional<URI> httpUrl(String key) {
            String text = text(key, "");
            if (!text.isEmpty() && !text.matches("https?://[^/\\s]+\\S*")) {
                throw new IllegalArgumentException(
                        key + ": \"" + text + "\" (expected: an address such as http://127.0.0.1:4318)");
            }
            return text.isEmpty() ? Optional.empty() : Optional.of(URI.create(text));
        }

        /** All of the files named, or none; no key of authorities for one side that shows who it is alone. */
        Optional<TlsFiles> tls(String certificateKey, String keyKey, String authoritiesKey) {
            List<String> keys = Stream.of(certificateKey, keyKey, authoritiesKey)
                    .filter(key -> !key.isEmpty())
                    .toList();
            List<String> unset =
                    keys.stream().filter(key -> text(key, "").isEmpty()).toList();
            if (unset.size() == keys.size()) {
                return Optional.empty();
            }
            if (!unset.isEmpty()) {
                throw new IllegalArgumentException(
                        String.join(", ", unset) + ": not set (expected: all of " + String.join(", ", keys) + ")");
            }
            try {
                return Optional.of(new TlsFiles(
                        Path.of(text(certificateKey, "")),
                        Path.of(text(keyKey, "")),
                        authoritiesKey.isEmpty() ? Optional.empty() : Optional.of(Path.of(text(authoritiesKey, "")))));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(String.join(", ", keys) + ": " + e.getMessage(), e);
            }
        }

        Duration seconds(String key, Duration fallback, long least) {
            return Duration.ofSeconds(number(key, fallback.toSeconds(), least, 86_400));
        }

        List<String> list(String key, String separator) {
            String text = text(key, "");
            return text.isEmpty()
                    ? List.of()
                    : Arrays.stream(text.split(separator))
                            .map(String::strip)
                            .filter(part -> !part.isEmpty())
                            .toList();
        }

        private static <T> @Nullable T parse(String text, Function<String, T> parser) {
            try {
                return parser.apply(text);
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }
}
