// SPDX-License-Identifier: Apache-2.0
package dev.rushes.postgres;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server owned by this process, on a data directory that is kept.
 *
 * <p>It listens on 127.0.0.1 only and asks for a generated password, because other users of the machine reach loopback
 * too. A server left running by an owner that was killed is adopted instead of started a second time (decision D-2).
 * Safe for use by several threads; {@link #close} and {@link #detach} act once.
 */
public final class LocalPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LocalPostgres.class);
    private static final long RETRY_MILLIS = 100;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int PASSWORD_BYTES = 24;

    private final PostgresConfig config;
    private final Server server;
    private final OwnerLock lock;
    private final String password;
    private volatile Running running;
    private boolean released;

    private LocalPostgres(PostgresConfig config, Server server, OwnerLock lock, String password, Running running) {
        this.config = config;
        this.server = server;
        this.lock = lock;
        this.password = password;
        this.running = running;
    }

    /** A server that accepts connections. */
    private record Running(PostmasterFile postmaster, boolean adopted) {}

    /**
     * Starts the server of a data directory, or adopts the one already running on it; creates the directory first when
     * it is absent.
     *
     * @throws IOException when another live process owns the directory, the directory was made by another PostgreSQL
     *     version, or the server does not become ready; the message says what to do
     */
    public static LocalPostgres start(PostgresConfig config) throws IOException {
        return start(config, RunAs.choose());
    }

    static LocalPostgres start(PostgresConfig config, RunAs runAs) throws IOException {
        createDirectory(config.directory(), runAs);
        OwnerLock lock = OwnerLock.take(config.directory());
        try {
            PostgresBinaries binaries = PostgresBinaries.unpackedBelow(config.cache());
            if (runAs == RunAs.NOBODY) {
                requirePassable(config.directory());
                requirePassable(binaries.home());
            }
            Server server = new Server(config, binaries, runAs);
            String password = prepare(config, binaries, server);
            Running running = adoptOrLaunch(config, server, config.port(), password);
            return new LocalPostgres(config, server, lock, password, running);
        } catch (InterruptedException e) {
            lock.close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while PostgreSQL was starting");
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Starts the server again, on the same port, after it ended by itself; does nothing while it runs. Everything committed is there.
     *
     * @throws IOException when it does not become ready; the message says what its log says
     * @throws IllegalStateException after {@link #close} or {@link #detach}
     */
    public synchronized void relaunch() throws IOException {
        if (released) {
            throw new IllegalStateException("this PostgreSQL was given up");
        }
        try {
            running = adoptOrLaunch(config, server, port(), password);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while PostgreSQL was starting again");
        }
    }

    /** Returns the address without credentials, for example {@code jdbc:postgresql://127.0.0.1:41234/rushes}. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + Server.DATABASE;
    }

    /** Returns the name of the one user, a superuser. */
    public String user() {
        return Server.USER;
    }

    /** Returns the generated password; the same for the life of the data directory. */
    public String password() {
        return password;
    }

    /** Returns the port on 127.0.0.1. */
    public int port() {
        return running.postmaster().port();
    }

    /** Returns the process id of the server. */
    public long pid() {
        return running.postmaster().pid();
    }

    /** Tells whether the server was already running when this process asked for it. */
    public boolean isAdopted() {
        return running.adopted();
    }

    /** Returns a source of unpooled connections. */
    public DataSource dataSource() {
        return dataSource(port(), password);
    }

    /** Returns a future that completes when the server process ends, for whatever reason. */
    public CompletableFuture<Void> onExit() {
        return ProcessHandle.of(pid())
                .map(LocalPostgres::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** Also looks by itself: for who is nobody's child here the JDK waits longer and longer between two looks, at last 5 s. */
    private static CompletableFuture<Void> onExit(ProcessHandle process) {
        CompletableFuture<Void> ended = process.onExit().thenAccept(gone -> {});
        Thread.ofVirtual().name("postgres-" + process.pid()).start(() -> {
            while (!ended.isDone() && process.isAlive()) {
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
            ended.complete(null);
        });
        return ended;
    }

    /** Stops the server and gives the data directory up; the data stays. Open connections are cut. */
    @Override
    public synchronized void close() throws IOException {
        if (released) {
            return;
        }
        released = true;
        try (lock) {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while PostgreSQL was stopping");
        }
    }

    /** Gives the data directory up and leaves the server running: the next {@link #start} adopts it. */
    public synchronized void detach() throws IOException {
        if (!released) {
            released = true;
            lock.close();
        }
    }

    private static void createDirectory(Path directory, RunAs runAs) throws IOException {
        Files.createDirectories(directory);
        try {
            Files.setPosixFilePermissions(
                    directory, PosixFilePermissions.fromString(runAs == RunAs.NOBODY ? "rwx--x--x" : "rwx------"));
        } catch (FileSystemException e) {
            throw new IOException(
                    directory + " belongs to another user (" + Files.getOwner(directory)
                            + "): choose another data directory, or run as that user",
                    e);
        }
    }

    private static void requirePassable(Path path) throws IOException {
        for (Path folder = path; folder != null; folder = folder.getParent()) {
            if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                throw new IOException("PostgreSQL refuses to run as root, and as nobody it cannot enter " + folder
                        + ": choose a data directory and a cache outside it, or run as a plain user");
            }
        }
    }

    private static String prepare(PostgresConfig config, PostgresBinaries binaries, Server server)
            throws IOException, InterruptedException {
        Path version = config.data().resolve("PG_VERSION");
        if (!Files.exists(version)) {
            return create(config, server);
        }
        String found = Files.readString(version).strip();
        if (!found.equals(binaries.major())) {
            throw new IOException("The data in " + config.data() + " was made by PostgreSQL " + found
                    + ", this is PostgreSQL " + binaries.version()
                    + ": run pg_upgrade on it, or choose another data directory");
        }
        if (!Files.isReadable(config.passwordFile())) {
            throw new IOException(config.passwordFile() + " is missing or unreadable, so the data in " + config.data()
                    + " cannot be opened: restore the file or choose another data directory");
        }
        server.claim();
        return Files.readString(config.passwordFile()).strip();
    }

    private static String create(PostgresConfig config, Server server) throws IOException, InterruptedException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(config.directory(), ".creating-*")) {
            for (Path path : unfinished) {
                Trees.delete(path);
            }
        }
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path written = Files.createTempFile(
                config.directory(),
                ".creating-",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(written, password + "\n");
        Files.move(written, config.passwordFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        server.initialise(password);
        return password;
    }

    private static Running adoptOrLaunch(PostgresConfig config, Server server, int port, String password)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + config.patience().toNanos();
        while (true) {
            Optional<PostmasterFile> left = PostmasterFile.read(config.data());
            if (left.isPresent() && left.get().isServing(config.data())) {
                PostmasterFile found = left.get();
                if (found.ready() && port != 0 && found.port() != port) {
                    server.stop();
                } else if (found.ready() && answers(found, config, password)) {
                    log.info("Adopted PostgreSQL process {} on port {}", found.pid(), found.port());
                    return new Running(found, true);
                }
            } else if (!PostmasterFile.isInUse(config.data())) {
                // A stale file stops the start while its process id belongs to a zombie or to a stranger.
                PostmasterFile.delete(config.data());
                Optional<PostmasterFile> started = launch(server, port);
                if (started.isPresent()) {
                    return new Running(started.get(), false);
                }
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("PostgreSQL did not become ready within "
                        + config.patience().toSeconds() + " s; its log " + config.log() + " ends with:\n"
                        + server.logTail());
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    private static Optional<PostmasterFile> launch(Server server, int port) throws IOException, InterruptedException {
        try {
            return server.launch(port);
        } catch (TimeoutException e) {
            throw new IOException("PostgreSQL is " + e.getMessage() + "; its log ends with:\n" + server.logTail(), e);
        }
    }

    /** Tells whether the running server is the one of this data directory and takes its password. */
    private static boolean answers(PostmasterFile running, PostgresConfig config, String password) throws IOException {
        try (Connection connection = dataSource(running.port(), password).getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show data_directory")) {
            return result.next()
                    && Path.of(requireNonNull(result.getString(1)))
                            .equals(config.data().toRealPath());
        } catch (SQLException e) {
            log.debug("PostgreSQL process {} does not answer yet", running.pid(), e);
            return false;
        }
    }

    private static DataSource dataSource(int port, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(Server.DATABASE);
        source.setUser(Server.USER);
        source.setPassword(password);
        source.setConnectTimeout(5);
        source.setApplicationName("rushes");
        return source;
    }
}
