// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Who is at the other end of a connection, as limits count: an IPv4 address, or the first 64 bits of an IPv6 address, because whoever has
 * one of those has them all (RFC 6177).
 *
 * @param network those bytes in hexadecimal
 */
record Peer(String network, boolean isLoopback) {
    private static final int IPV6_NETWORK_BYTES = 8;

    /** Returns the peer of a connection over IP, empty for others. */
    static Optional<Peer> of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address && address.getAddress() != null
                ? Optional.of(of(address.getAddress()))
                : Optional.empty();
    }

    static Peer of(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] network = address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes;
        return new Peer(HexFormat.of().formatHex(network), address.isLoopbackAddress());
    }
}
