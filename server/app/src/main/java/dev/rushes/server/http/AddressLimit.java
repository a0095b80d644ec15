// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes new connections of a {@link Peer} that has too many already, so that one peer cannot take them all. Thread-safe. */
final class AddressLimit implements Consumer<ChannelPipeline> {
    private static final Logger LOG = LoggerFactory.getLogger(AddressLimit.class);
    private static final int USUAL = 64;

    private final int most;
    private final boolean loopbackToo;
    private final Map<Peer, Integer> open = new ConcurrentHashMap<>();

    /** Takes the limit of {@link HttpLimits#perAddress}. */
    AddressLimit(int perAddress) {
        this.most = perAddress == 0 ? USUAL : perAddress;
        this.loopbackToo = perAddress != 0;
    }

    @Override
    public void accept(ChannelPipeline pipeline) {
        Channel channel = pipeline.channel();
        Peer.of(channel).filter(peer -> loopbackToo || !peer.isLoopback()).ifPresent(peer -> count(peer, channel));
    }

    private void count(Peer peer, Channel channel) {
        if (open.merge(peer, 1, Integer::sum) > most) {
            LOG.debug("{} has {} connections; a further one is closed", channel.remoteAddress(), most);
            channel.close();
        }
        channel.closeFuture()
                .addListener(closed -> open.computeIfPresent(peer, (key, count) -> {
                    return count == 1 ? null : count - 1;
                }));
    }
}
