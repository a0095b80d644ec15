// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Somebody who attacks a server until closed, and comes back whenever it is thrown out. */
final class Attack implements AutoCloseable {
    private static final int SLOW_ONES = 200;

    /** What an attacker does on one connection after the other. */
    enum Kind {
        PINGS,
        SETTINGS,
        CONTINUATIONS,
        /** Requests whose headers never end, a byte at a time. */
        SLOW_HEADERS
    }

    /** Somebody who takes every byte and answers nothing. */
    record Sink(ServerSocket socket) implements AutoCloseable {
        private static final int PIECE = 1 << 16;

        static Sink open() throws IOException {
            Sink sink = new Sink(new ServerSocket(0, SLOW_ONES, InetAddress.getLoopbackAddress()));
            Thread.startVirtualThread(sink::accept);
            return sink;
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        private void accept() {
            try {
                while (true) {
                    Socket taken = socket.accept();
                    Thread.startVirtualThread(() -> drop(taken));
                }
            } catch (IOException e) {
                return; // closed
            }
        }

        private static void drop(Socket taken) {
            byte[] piece = new byte[PIECE];
            try (taken) {
                int got = 0;
                while (got >= 0) {
                    got = taken.getInputStream().read(piece);
                }
            } catch (IOException e) {
                return; // the attacker hung up
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private final URI server;
    private final AtomicLong blows = new AtomicLong();
    private final AtomicReference<AutoCloseable> open = new AtomicReference<>(() -> {});
    private final ExecutorService attacker = Executors.newVirtualThreadPerTaskExecutor();
    private final Future<?> running;
    private volatile boolean over;

    private Attack(Kind kind, URI server) {
        this.server = server;
        this.running = attacker.submit(() -> {
            while (!over) {
                try {
                    attack(kind);
                } catch (EOFException | SocketException e) {
                    // Thrown out, or told to end.
                    blows.incrementAndGet();
                }
            }
            return null;
        });
    }

    static Attack start(Kind kind, URI server) {
        return new Attack(kind, server);
    }

    /** Returns how often it struck: bytes, calls or connections. */
    long blows() {
        return blows.get();
    }

    /** Returns whether it goes on, which it also does while it waits for the server to take more. */
    boolean isUnderWay() {
        return !running.isDone();
    }

    private void attack(Kind kind) throws IOException {
        switch (kind) {
            case PINGS -> flood(RawHttp2.Flood.PINGS);
            case SETTINGS -> flood(RawHttp2.Flood.SETTINGS);
            case CONTINUATIONS -> flood(RawHttp2.Flood.CONTINUATIONS);
            case SLOW_HEADERS -> slowHeaders();
        }
    }

    private void flood(RawHttp2.Flood flood) throws IOException {
        try (RawHttp2 connection = new RawHttp2(server, 65_535)) {
            open.set(connection);
            connection.flood(flood, blows);
        }
    }

    private void slowHeaders() throws IOException {
        List<Socket> held = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_ONES; i++) {
                Socket socket = new Socket(server.getHost(), server.getPort());
                held.add(socket);
                socket.getOutputStream().write("GET /livez HTTP/1.1\r\nx-slow: ".getBytes(StandardCharsets.US_ASCII));
            }
            while (!over) {
                for (Socket socket : held) {
                    socket.getOutputStream().write('x');
                    blows.incrementAndGet();
                }
            }
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    /** Ends it; throws what kept it from attacking. */
    @Override
    public void close() throws Exception {
        over = true;
        open.get().close();
        try {
            running.get();
        } catch (ExecutionException e) {
            throw new AssertionError("the attacker failed", e.getCause());
        } finally {
            attacker.close();
        }
    }
}
