// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP proxy on loopback that does to a connection what networks do: delay, slow down, cut after some bytes, reset, swallow
 * everything, swallow one direction, flip a byte. Faults apply to open and to later connections. Thread-safe.
 */
final class FaultProxy implements AutoCloseable {
    private static final int BLOCK_BYTES = 16 << 10;

    /** A direction of a connection. */
    enum Way {
        TO_SERVER,
        TO_CLIENT
    }

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Gate toServer = new Gate();
    private final Gate toClient = new Gate();
    private volatile long latencyNanos;
    private volatile long bytesPerSecond = Long.MAX_VALUE;
    /** Bytes to the client until the connection is reset; negative for no limit. */
    private final AtomicLong bytesLeft = new AtomicLong(-1);
    /** Bytes to the client until one is flipped; negative for never. */
    private final AtomicLong untilFlip = new AtomicLong(-1);

    /** Holds a direction back while it is shut; what comes is swallowed only by TCP's own buffers, as in a black hole. */
    private static final class Gate {
        private final ReentrantLock lock = new ReentrantLock();
        private final java.util.concurrent.locks.Condition opened = lock.newCondition();
        private boolean shut;

        void set(boolean isShut) {
            lock.lock();
            try {
                shut = isShut;
                opened.signalAll();
            } finally {
                lock.unlock();
            }
        }

        void pass() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (shut) {
                    opened.await();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private record Link(Socket client, Socket server) {
        /** Closes both ends with RST. */
        void reset() {
            for (Socket end : new Socket[] {client, server}) {
                try {
                    end.setSoLinger(true, 0);
                    end.close();
                } catch (IOException e) {
                    // It is closed already, which is what was wanted.
                    continue;
                }
            }
        }
    }

    /** Listens on a free port and passes everything to {@code port} on loopback. */
    FaultProxy(int port) throws IOException {
        listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    int connections() {
        return links.size();
    }

    /** Delays every block by this. */
    void latency(long millis) {
        latencyNanos = millis * 1_000_000;
    }

    /** Passes at most so many bytes a second and direction. */
    void rate(long bytes) {
        bytesPerSecond = bytes;
    }

    /** Resets the connection that carries the last of so many more bytes to its client. */
    void cutAfter(long bytes) {
        bytesLeft.set(bytes);
    }

    /** Flips the lowest bit of the last of so many more bytes to a client. */
    void flipAfter(long bytes) {
        untilFlip.set(bytes);
    }

    /** Resets every open connection. */
    void reset() {
        links.forEach(Link::reset);
    }

    /** Passes nothing in either direction and answers nothing, until {@link #heal}. */
    void blackHole() {
        halfOpen(Way.TO_SERVER);
        halfOpen(Way.TO_CLIENT);
    }

    /** Passes nothing in one direction. */
    void halfOpen(Way shut) {
        gate(shut).set(true);
    }

    /** Ends every lasting fault; what was held back goes on. */
    void heal() {
        toServer.set(false);
        toClient.set(false);
        latencyNanos = 0;
        bytesPerSecond = Long.MAX_VALUE;
        bytesLeft.set(-1);
        untilFlip.set(-1);
    }

    private Gate gate(Way way) {
        return way == Way.TO_SERVER ? toServer : toClient;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> open(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void open(Socket client) {
        Socket server = new Socket();
        Link link = new Link(client, server);
        try {
            // A black hole takes the connection and says nothing; only the far side is never reached.
            links.add(link);
            toServer.pass();
            server.connect(target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            threads.execute(() -> pump(link, client, server, Way.TO_SERVER));
            pump(link, server, client, Way.TO_CLIENT);
        } catch (IOException e) {
            end(link);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(link);
        }
    }

    private void pump(Link link, Socket from, Socket to, Way way) {
        byte[] block = new byte[BLOCK_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                LockSupport.parkNanos(latencyNanos + (long) (1e9 * count / bytesPerSecond));
                gate(way).pass();
                int passed = way == Way.TO_CLIENT ? harm(block, count) : count;
                out.write(block, 0, passed);
                out.flush();
                if (passed < count) {
                    break;
                }
            }
        } catch (IOException e) {
            // One end is gone; the other learns it below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(link);
    }

    /** Flips and cuts; returns how many of the bytes are passed. */
    private int harm(byte[] block, int count) {
        long flip = untilFlip.get();
        if (flip > 0) {
            untilFlip.set(flip <= count ? -1 : flip - count);
            if (flip <= count) {
                block[(int) flip - 1] ^= 1;
            }
        }
        long left = bytesLeft.get();
        if (left < 0) {
            return count;
        }
        bytesLeft.set(left < count ? -1 : left - count);
        return (int) Math.min(left, count);
    }

    private void end(Link link) {
        if (links.remove(link)) {
            link.reset();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        heal();
        reset();
        threads.shutdownNow();
    }
}
