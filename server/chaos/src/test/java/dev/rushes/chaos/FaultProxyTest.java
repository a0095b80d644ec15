// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault of the proxy, seen from a client of an echoing server. */
class FaultProxyTest {
    private static final int PATIENCE_MILLIS = 5_000;

    private ServerSocket echo;
    private FaultProxy proxy;
    private Socket client;

    @BeforeEach
    void open() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::serve);
        proxy = new FaultProxy(echo.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(PATIENCE_MILLIS);
        client.setTcpNoDelay(true);
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket caller = echo.accept();
                Thread.startVirtualThread(() -> {
                    try (caller) {
                        caller.getInputStream().transferTo(caller.getOutputStream());
                    } catch (IOException e) {
                        assertThat(e).isInstanceOf(SocketException.class);
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
        echo.close();
    }

    private byte[] say(String words) throws IOException {
        byte[] bytes = words.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        client.getOutputStream().write(bytes);
        return client.getInputStream().readNBytes(bytes.length);
    }

    @Test
    void passesEverythingWithoutAFault() throws IOException {
        assertThat(say("hello")).asString().isEqualTo("hello");
    }

    @Test
    void delays() throws IOException {
        say("warm");
        proxy.latency(100);
        long begin = System.nanoTime();
        assertThat(say("hello")).asString().isEqualTo("hello");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isGreaterThanOrEqualTo(200);
    }

    @Test
    void slowsDown() throws IOException {
        say("warm");
        proxy.rate(10_000);
        long begin = System.nanoTime();
        say("x".repeat(2_000));
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isGreaterThanOrEqualTo(400);
    }

    @Test
    void cutsAfterSoManyBytes() throws IOException {
        say("warm");
        proxy.cutAfter(3);
        client.getOutputStream().write("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        int got = 0;
        try {
            got = client.getInputStream().readNBytes(5).length;
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
        assertThat(got).isLessThanOrEqualTo(3);
    }

    @Test
    void resets() throws IOException {
        say("warm");
        proxy.reset();
        assertThatThrownBy(() -> client.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void swallowsEverythingUntilItHeals() throws IOException {
        say("warm");
        proxy.blackHole();
        client.setSoTimeout(200);
        assertThatThrownBy(() -> say("hello")).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(PATIENCE_MILLIS);
        proxy.heal();
        assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
    }

    @Test
    void swallowsOneDirectionOnly() throws IOException {
        say("warm");
        proxy.halfOpen(FaultProxy.Way.TO_CLIENT);
        client.setSoTimeout(200);
        assertThatThrownBy(() -> say("hello")).isInstanceOf(SocketTimeoutException.class);
        proxy.heal();
        client.setSoTimeout(PATIENCE_MILLIS);
        assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
    }

    @Test
    void flipsAByte() throws IOException {
        say("warm");
        proxy.flipAfter(2);
        assertThat(say("hello")).asString().isEqualTo("hdllo");
        assertThat(say("hello")).asString().isEqualTo("hello");
    }
}
