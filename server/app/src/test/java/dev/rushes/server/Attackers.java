// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A process that attacks a server in every way of P-26 at once, on many connections each, until its standard input ends, and comes back whenever
 * it is thrown out. Then it prints a line for each kind: its name, how often it struck (calls, bytes or, for slow ones, bytes on their connections) and how often
 * it was thrown out. Each kind comes from loopback addresses of its own, so that limits for one address hold for it alone.
 */
final class Attackers {
    private static final int CONNECTIONS_AT_ONCE = 16;
    private static final int SLOW_ONES = 2_000;
    private static final int SLOW_ONES_AN_ADDRESS = 50;
    private static final long SLOW_ROUND_NANOS = 1_000_000_000;
    private static final int RESETS_AT_ONCE = 50;
    private static final int HEADER_BYTES = 100_000;

    /** What an attacker does on one connection after the other. */
    enum Kind {
        /** Calls that are taken back at once. */
        RESETS,
        PINGS,
        SETTINGS,
        CONTINUATIONS,
        LONG_HEADERS,
        /** Requests whose headers never end, a byte a second. */
        SLOW_HEADERS
    }

    private record Tally(Kind kind, List<Future<?>> lines, AtomicLong blows, AtomicLong thrownOut) {
        Tally(Kind kind) {
            this(kind, new ArrayList<>(), new AtomicLong(), new AtomicLong());
        }
    }

    private final URI server;
    private final List<Tally> tallies =
            Arrays.stream(Kind.values()).map(Tally::new).toList();
    private volatile boolean over;

    private Attackers(URI server) {
        this.server = server;
    }

    public static void main(String[] args) throws Exception {
        new Attackers(URI.create(args[0])).run();
    }

    private void run() throws Exception {
        try (ExecutorService all =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
            for (Tally tally : tallies) {
                int lines = tally.kind() == Kind.SLOW_HEADERS ? 1 : CONNECTIONS_AT_ONCE;
                for (int line = 0; line < lines; line++) {
                    tally.lines().add(all.submit(() -> {
                        attackUntilOver(tally);
                        return null;
                    }));
                }
            }
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
            over = true;
            for (Tally tally : tallies) {
                List<Throwable> failures = tally.lines().stream()
                        .filter(line -> line.state() == Future.State.FAILED)
                        .map(Future::exceptionNow)
                        .toList();
                System.out.printf(
                        Locale.ROOT,
                        "%s %d %d%s%n",
                        tally.kind(),
                        tally.blows().get(),
                        tally.thrownOut().get(),
                        failures.isEmpty() ? "" : " failed: " + failures);
            }
            System.out.flush();
            // Some of them sit in a write that the server does not take.
            Runtime.getRuntime().halt(0);
        }
    }

    private void attackUntilOver(Tally tally) throws IOException {
        if (tally.kind() == Kind.SLOW_HEADERS) {
            writeSlowly(tally);
            return;
        }
        while (!over) {
            try (RawHttp2 connection = new RawHttp2(connect(tally.kind().ordinal()), 65_535)) {
                attack(tally, connection);
            } catch (EOFException | SocketException e) {
                // As it should be.
                tally.thrownOut().incrementAndGet();
            }
        }
    }

    private void attack(Tally tally, RawHttp2 connection) throws IOException {
        AtomicLong count = tally.blows();
        switch (tally.kind()) {
            case PINGS -> flood(connection, RawHttp2.Flood.PINGS, count);
            case SETTINGS -> flood(connection, RawHttp2.Flood.SETTINGS, count);
            case CONTINUATIONS -> flood(connection, RawHttp2.Flood.CONTINUATIONS, count);
            case RESETS -> {
                while (!over) {
                    connection.callAndReset("rushes.v1.ProjectService/ListProjects", RESETS_AT_ONCE);
                    count.addAndGet(RESETS_AT_ONCE);
                }
            }
            case LONG_HEADERS -> {
                while (!over) {
                    connection.getWithHeader(HEADER_BYTES);
                    count.incrementAndGet();
                }
            }
            case SLOW_HEADERS -> throw new IllegalArgumentException("not on HTTP/2");
        }
    }

    private static void flood(RawHttp2 connection, RawHttp2.Flood kind, AtomicLong count) throws IOException {
        connection.flood(kind, count);
        throw new SocketException("hung up");
    }

    private void writeSlowly(Tally tally) throws IOException {
        @Nullable Socket[] held = new Socket[SLOW_ONES];
        for (long round = System.nanoTime(); !over; round += SLOW_ROUND_NANOS) {
            for (int i = 0; i < held.length && !over; i++) {
                Socket socket = held[i];
                try {
                    if (socket == null) {
                        socket = connect(Kind.values().length + i / SLOW_ONES_AN_ADDRESS);
                        held[i] = socket;
                        socket.getOutputStream()
                                .write("GET /livez HTTP/1.1\r\nx-slow: ".getBytes(StandardCharsets.US_ASCII));
                    }
                    socket.getOutputStream().write('x');
                    tally.blows().incrementAndGet();
                } catch (SocketException e) {
                    tally.thrownOut().incrementAndGet();
                    held[i] = null;
                    if (socket != null) {
                        socket.close();
                    }
                }
            }
            LockSupport.parkNanos(round + SLOW_ROUND_NANOS - System.nanoTime());
        }
        for (Socket socket : Arrays.asList(held)) {
            if (socket != null) {
                socket.close();
            }
        }
    }

    /** Connects from 127.0.0.2 for 0, from the address after it for 1, and so on. */
    private Socket connect(int address) throws IOException {
        byte[] from = {127, 0, 0, (byte) (2 + address)};
        return new Socket(server.getHost(), server.getPort(), InetAddress.getByAddress(from), 0);
    }
}
