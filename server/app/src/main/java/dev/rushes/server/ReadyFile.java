// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * Says in the data folder which process serves it and where: {@code server.json} while it is ready, and a lock for as long as it lives,
 * so that two servers never share a folder.
 */
final class ReadyFile implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private ReadyFile(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /** The folder belongs to another server that lives. */
    static final class Taken extends IOException {
        private static final long serialVersionUID = 1L;

        Taken(String message) {
            super(message);
        }
    }

    /** Takes the folder; {@link Taken} when a living server has it. */
    static ReadyFile take(Path dataDir) throws IOException {
        Files.createDirectories(dataDir);
        FileChannel channel =
                FileChannel.open(dataDir.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new Taken("a server runs already, or is starting, on " + dataDir
                    + "; stop it, or choose another folder with RUSHES_DATA_DIR");
        }
        Path file = dataDir.resolve("server.json");
        Files.deleteIfExists(file);
        return new ReadyFile(file, channel, lock);
    }

    /** Says that the server is ready, in one atomic step. */
    void write(int port, int adminPort, Instant readyAt) throws IOException {
        Path fresh = file.resolveSibling("server.json.new");
        Files.writeString(
                fresh,
                "{\"pid\":" + ProcessHandle.current().pid() + ",\"port\":" + port + ",\"admin_port\":" + adminPort
                        + ",\"ready_at\":\"" + readyAt
                        + "\"}\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Says that the server is no longer ready; it keeps the folder. */
    void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        remove();
        lock.release();
        channel.close();
    }
}
