// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A connection that speaks HTTP/2 frame by frame and may misbehave; one thread. Headers are sent as literals (RFC 7541 6.2.2). */
final class RawHttp2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GO_AWAY = 7;
    static final int CONTINUATION = 9;
    static final int MAX_CONCURRENT_STREAMS = 3;
    static final int INITIAL_WINDOW_SIZE = 4;
    static final int MAX_HEADER_LIST_SIZE = 6;
    static final int ENHANCE_YOUR_CALM = 11;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int FRAME_BYTES = 1 << 14;
    private static final byte[] CANCEL = {0, 0, 0, 8};
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private int nextStream = 1;
    private String token = "";

    record Frame(int type, int flags, int stream, byte[] payload) {
        int number(int at) {
            return ByteBuffer.wrap(payload).getInt(at);
        }

        boolean ack() {
            return (flags & ACK) != 0;
        }

        /** The values of a SETTINGS frame by their number. */
        Map<Integer, Long> settings() {
            Map<Integer, Long> values = new HashMap<>();
            ByteBuffer rest = ByteBuffer.wrap(payload);
            while (rest.hasRemaining()) {
                values.put((int) rest.getShort(), Integer.toUnsignedLong(rest.getInt()));
            }
            return values;
        }
    }

    /** Connects; {@code window} is how many bytes of each stream the server may send unasked, 0 for a reader that takes nothing. */
    RawHttp2(URI server, int window) throws IOException {
        this(new Socket(server.getHost(), server.getPort()), window);
    }

    /** Speaks on a connection that stands. */
    RawHttp2(Socket connected, int window) throws IOException {
        this(connected);
        out.write(greeting(window));
    }

    private RawHttp2(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    /** Connects, opens streams of a gRPC call and resets each, all in one piece from the first byte on. */
    static RawHttp2 resettingAtOnce(URI server, String method, int times) throws IOException {
        RawHttp2 connection = new RawHttp2(new Socket(server.getHost(), server.getPort()));
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        piece.writeBytes(greeting(65_535));
        piece.writeBytes(connection.callsAndResets(method, times));
        connection.out.write(piece.toByteArray());
        return connection;
    }

    private static byte[] greeting(int window) {
        ByteArrayOutputStream greeting = new ByteArrayOutputStream();
        greeting.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        greeting.writeBytes(frame(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6)
                        .putShort((short) INITIAL_WINDOW_SIZE)
                        .putInt(window)
                        .array()));
        return greeting.toByteArray();
    }

    /** Makes later calls with this token. */
    RawHttp2 as(String bearer) {
        token = bearer;
        return this;
    }

    /** Asks for content and returns the number of the stream. */
    int get(String path) throws IOException {
        int stream = nextStream;
        nextStream += 2;
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", "GET");
        literal(block, ":scheme", "http");
        literal(block, ":path", path);
        literal(block, ":authority", "localhost");
        send(HEADERS, END_HEADERS | END_STREAM, stream, block.toByteArray());
        return stream;
    }

    /** Opens a stream of a gRPC call and returns its number. */
    int call(String method) throws IOException {
        int stream = nextStream;
        nextStream += 2;
        send(HEADERS, END_HEADERS, stream, callHeaders(method));
        return stream;
    }

    private byte[] callHeaders(String method) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", "POST");
        literal(block, ":scheme", "http");
        literal(block, ":path", "/" + method);
        literal(block, ":authority", "localhost");
        literal(block, "content-type", "application/grpc+proto");
        literal(block, "te", "trailers");
        if (!token.isEmpty()) {
            literal(block, "authorization", "Bearer " + token);
        }
        return block.toByteArray();
    }

    /** Opens streams of a gRPC call and resets each at once, all in one piece (CVE-2023-44487). */
    void callAndReset(String method, int times) throws IOException {
        out.write(callsAndResets(method, times));
    }

    private byte[] callsAndResets(String method, int times) {
        byte[] headers = callHeaders(method);
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++, nextStream += 2) {
            piece.writeBytes(frame(HEADERS, END_HEADERS, nextStream, headers));
            piece.writeBytes(frame(RESET, 0, nextStream, CANCEL));
        }
        return piece.toByteArray();
    }

    /** Asks for content with a header of so many bytes, in frames of the size that servers take. */
    void getWithHeader(int bytes) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", "GET");
        literal(block, ":scheme", "http");
        literal(block, ":path", "/livez");
        literal(block, ":authority", "localhost");
        literal(block, "x-long", "x".repeat(bytes));
        byte[] all = block.toByteArray();
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        for (int from = 0; from < all.length; from += FRAME_BYTES) {
            int end = Math.min(all.length, from + FRAME_BYTES);
            int flags = (from == 0 ? END_STREAM : 0) | (end == all.length ? END_HEADERS : 0);
            piece.writeBytes(
                    frame(from == 0 ? HEADERS : CONTINUATION, flags, nextStream, Arrays.copyOfRange(all, from, end)));
        }
        nextStream += 2;
        out.write(piece.toByteArray());
    }

    /** Sends the one message of a call. */
    void message(int stream, byte[] message) throws IOException {
        send(
                DATA,
                END_STREAM,
                stream,
                ByteBuffer.allocate(5 + message.length)
                        .put((byte) 0)
                        .putInt(message.length)
                        .put(message)
                        .array());
    }

    void reset(int stream) throws IOException {
        send(RESET, 0, stream, CANCEL);
    }

    void answer(Frame ping) throws IOException {
        send(PING, ACK, 0, ping.payload());
    }

    /** What an attacker may send without end. */
    enum Flood {
        /** Each is to be answered with one of the same size. */
        PINGS(RawHttp2.PING, 0, 8),
        /** Each is to be acknowledged. */
        SETTINGS(RawHttp2.SETTINGS, 0, 0),
        /** A block of headers that never ends. */
        CONTINUATIONS(RawHttp2.CONTINUATION, 1, 1 << 14);

        private final int type;
        private final int stream;
        private final int length;

        Flood(int type, int stream, int length) {
            this.type = type;
            this.stream = stream;
            this.length = length;
        }
    }

    /** Sends frames of a kind and reads nothing, as long as the server takes them; counts them as they are taken. */
    void flood(Flood kind, AtomicLong sent) throws IOException {
        if (kind == Flood.CONTINUATIONS) {
            send(HEADERS, 0, kind.stream, new byte[] {0});
        }
        byte[] frame = frame(kind.type, 0, kind.stream, new byte[kind.length]);
        int many = Math.max(1, (1 << 16) / frame.length);
        ByteBuffer batch = ByteBuffer.allocate(many * frame.length);
        for (int i = 0; i < many; i++) {
            batch.put(frame);
        }
        try {
            while (true) {
                out.write(batch.array());
                sent.addAndGet(batch.capacity());
            }
        } catch (SocketException e) {
            // It hung up, or the test did.
            return;
        }
    }

    /** Reads until a frame fits; fails when the server closes the connection before. */
    Frame await(Predicate<Frame> fits) throws IOException {
        while (true) {
            Frame frame = read();
            if (fits.test(frame)) {
                return frame;
            }
        }
    }

    /** Returns whether the server says nothing more for so long and does not hang up either. */
    boolean isSilentFor(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        try {
            int unused = in.read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Reads on until the server closes the connection. */
    void awaitEnd() throws IOException {
        try {
            await(frame -> false);
        } catch (EOFException | SocketException e) {
            socket.close();
        }
    }

    private Frame read() throws IOException {
        int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(type, flags, stream, payload);
    }

    private void send(int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(frame(type, flags, stream, payload));
        out.flush();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        for (String text : new String[] {name, value}) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            length(block, bytes.length);
            block.writeBytes(bytes);
        }
    }

    /** An integer with a prefix of seven bits (RFC 7541, section 5.1). */
    private static void length(ByteArrayOutputStream block, int length) {
        block.write(Math.min(length, 127));
        for (int rest = length - 127; rest >= 0; rest = rest < 128 ? -1 : rest >> 7) {
            block.write(rest < 128 ? rest : rest & 127 | 128);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
