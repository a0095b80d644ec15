// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class PeerTest {
    @Test
    void addressesOfOneIpv6NetworkAreOnePeer() throws Exception {
        Peer one = peer("2001:db8:0:7::1");
        assertThat(peer("2001:db8:0:7:ffff::2")).isEqualTo(one);
        assertThat(peer("2001:db8:0:8::1")).isNotEqualTo(one);
    }

    @Test
    void everyIpv4AddressIsAPeerOfItsOwn() throws Exception {
        assertThat(peer("192.0.2.1")).isEqualTo(peer("192.0.2.1")).isNotEqualTo(peer("192.0.2.2"));
        assertThat(peer("127.0.0.9").isLoopback()).isTrue();
        assertThat(peer("192.0.2.1").isLoopback()).isFalse();
    }

    private static Peer peer(String address) throws Exception {
        return Peer.of(InetAddress.getByName(address));
    }
}
