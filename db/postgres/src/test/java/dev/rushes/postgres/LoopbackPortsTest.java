// SPDX-License-Identifier: Apache-2.0
package dev.rushes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LoopbackPortsTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void noOutgoingConnectionIsGivenThePort() throws Exception {
        int firstOutgoing = Arrays.stream(Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))
                        .strip()
                        .split("\\s+"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
        assumeThat(firstOutgoing).as("first port of outgoing connections here").isGreaterThanOrEqualTo(32_000);
        for (int i = 0; i < 100; i++) {
            int port = LoopbackPorts.free();
            assertThat(port).isBetween(1024, firstOutgoing - 1);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(socket.getLocalPort()).isEqualTo(port);
            }
        }
    }
}
