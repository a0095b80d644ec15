// SPDX-License-Identifier: Apache-2.0
package dev.rushes.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Says that this process owns a data directory. The kernel drops it when the process dies, however it dies, so that the
 * next owner can adopt the server left behind.
 */
final class OwnerLock implements AutoCloseable {

    private final FileChannel channel;

    private OwnerLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock, or says who holds it. */
    static OwnerLock take(Path directory) throws IOException {
        Path file = directory.resolve("owner.lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                String owner = Files.readString(file).strip();
                throw new IOException("The database in " + directory + " is in use by "
                        + (owner.isEmpty() ? "another process" : "process " + owner)
                        + ": stop that one, or choose another data directory");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new OwnerLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
