// SPDX-License-Identifier: Apache-2.0
package dev.rushes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TransfersTest {

    private static final byte[] BYTES = "twelve frames of cloth".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private HttpServer server;
    private Transfers transfers;
    private final AtomicReference<byte[]> received = new AtomicReference<>();

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/up", exchange -> {
            received.set(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(204, -1);
        });
        server.createContext("/down", exchange -> {
            exchange.sendResponseHeaders(200, BYTES.length);
            exchange.getResponseBody().write(BYTES);
            exchange.close();
        });
        server.createContext("/full", exchange -> {
            byte[] words = "disk below its floor; free some space".getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(507, words.length);
            exchange.getResponseBody().write(words);
            exchange.close();
        });
        server.start();
        transfers = new Transfers(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "");
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void uploadSendsEveryByte() throws IOException {
        Path file = Files.write(folder.resolve("clip.mp4"), BYTES);

        transfers.upload("/up", file, ByteProgress.NONE);

        assertThat(received.get()).isEqualTo(BYTES);
    }

    @Test
    void refusalCarriesTheServersWords() throws IOException {
        Path file = Files.write(folder.resolve("clip.mp4"), BYTES);

        assertThatThrownBy(() -> transfers.upload("/full", file, ByteProgress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage("clip.mp4: the server answered 507: disk below its floor; free some space");
    }

    @Test
    void wrongChecksumLeavesNoFile() {
        Path target = folder.resolve("edit.mp4");

        assertThatThrownBy(() -> transfers.download("/down", target, "00", ByteProgress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: 00");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void downloadReplacesTheTargetWhole() throws IOException {
        Path target = Files.writeString(folder.resolve("edit.mp4"), "old");
        String sha256 = Transfers.sha256(Files.write(folder.resolve("same"), BYTES));

        transfers.download("/down", target, sha256, ByteProgress.NONE);

        assertThat(target).hasBinaryContent(BYTES);
    }
}
