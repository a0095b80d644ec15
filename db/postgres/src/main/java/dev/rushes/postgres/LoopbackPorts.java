// SPDX-License-Identifier: Apache-2.0
package dev.rushes.postgres;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for processes that are started again at the same one. They lie below those that systems give to outgoing connections (from 32768 on
 * Linux, from 49152 by RFC 6335): whoever knocks at such a port while nobody listens there may be given it as their own end, and the process
 * that comes back finds it taken.
 */
public final class LoopbackPorts {
    private static final int FIRST = 15_000;
    private static final int END = 32_000;
    private static final int TRIES = 200;

    private LoopbackPorts() {}

    /**
     * Returns a port on which nobody listens now; somebody else may take it before it is used.
     *
     * @throws IOException if none of many is free
     */
    public static int free() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Taken; another one.
                continue;
            }
        }
        throw new IOException("none of " + TRIES + " ports between " + FIRST + " and " + END
                + " is free on the loopback interface; stop what listens there");
    }
}
