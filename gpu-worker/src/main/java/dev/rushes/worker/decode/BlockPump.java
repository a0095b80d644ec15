// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pipe in blocks on a thread of its own into a few buffers that go round, so that the taking thread can be
 * interrupted and reading overlaps with what the taker does.
 */
final class BlockPump {

    /** Two would do; the others absorb jitter. */
    static final int FEW = 4;

    private static final Block END = new Block(new byte[0], 0);

    private final BlockingQueue<byte[]> free;
    private final BlockingQueue<Block> full;
    private final int most;
    private final Thread thread;

    /**
     * Starts reading.
     *
     * @param most buffers of {@code blockBytes} that are made if the taker falls behind so far
     */
    BlockPump(InputStream in, int blockBytes, int most) {
        this.most = most;
        free = new ArrayBlockingQueue<>(most);
        full = new ArrayBlockingQueue<>(most + 1);
        thread = Thread.ofPlatform().daemon().name("ffmpeg-stdout").start(() -> pump(in, blockBytes));
    }

    /** Returns the next block, null at the end. Only the last block may be shorter than the others. */
    @Nullable
    Block take(Duration limit) throws InterruptedException, StalledException {
        Block block = full.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (block == null) {
            throw new StalledException();
        }
        return block.length == 0 ? null : block;
    }

    /** Gives a block's buffer back. */
    void recycle(Block block) {
        free.add(block.bytes);
    }

    /** Stops reading; the child should be killed first, so that a read under way ends. */
    void stop() {
        thread.interrupt();
    }

    private void pump(InputStream in, int blockBytes) {
        try {
            int length = blockBytes;
            int made = 0;
            while (length == blockBytes) {
                byte[] buffer = free.poll();
                if (buffer == null && made < most) {
                    buffer = new byte[blockBytes];
                    made++;
                } else if (buffer == null) {
                    buffer = free.take();
                }
                length = in.readNBytes(buffer, 0, blockBytes);
                if (length > 0) {
                    full.put(new Block(buffer, length));
                }
            }
        } catch (IOException | InterruptedException e) {
            // The pipe closes when the child is killed; the taker learns of it through the end block.
            Thread.currentThread().interrupt();
        }
        full.offer(END);
    }

    /**
     * What was read at once; borrowed until it is recycled.
     *
     * @param bytes buffer
     * @param length bytes of it that count
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Block(byte[] bytes, int length) {}

    /** Nothing came within the limit. */
    static final class StalledException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
