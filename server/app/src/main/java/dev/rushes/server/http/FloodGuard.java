// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a peer that only costs the server: nothing more is read from its connection, and it is hung up on later, because a peer that is thrown
 * out at once comes back at once, and a greeting costs more than a frame. Who goes on is held for longer; connections that are held count
 * among those that an address may have. One for all connections; thread-safe.
 *
 * <p>That is for who floods an HTTP/2 connection with changes of settings (CVE-2019-9515), each of which is kept until it is acknowledged, so
 * that one connection filled a gigabyte in a minute, or with pings (CVE-2019-9512), each of which is answered; clients change settings once or
 * twice, and ping to measure the line while they read. And it is for who is sent away by the codec for breaking the protocol (RFC 9113,
 * section 5.4.1): too many calls taken back (CVE-2023-44487), headers that are too long or never end (CVE-2024-27316).
 */
final class FloodGuard implements Consumer<ChannelPipeline> {
    private static final Logger LOG = LoggerFactory.getLogger(FloodGuard.class);
    private static final int MOST_SETTINGS = 100;
    private static final int MOST_PINGS = 1_000;
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration HOLD = Duration.ofSeconds(5);
    private static final Duration LONG_HOLD = Duration.ofSeconds(60);
    private static final int SHORT_HOLDS = 10;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 10_000;

    /** How often each address was held since it first was. */
    private final LoadingCache<InetAddress, AtomicInteger> holds = CacheBuilder.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .build(CacheLoader.from(address -> new AtomicInteger()));

    @Override
    public void accept(ChannelPipeline pipeline) {
        pipeline.addFirst(new Watcher());
    }

    private Duration nextHold(SocketAddress peer) {
        boolean goesOn = peer instanceof InetSocketAddress internet
                && holds.getUnchecked(internet.getAddress()).incrementAndGet() > SHORT_HOLDS;
        return goesOn ? LONG_HOLD : HOLD;
    }

    /**
     * Waits until a connection turns out to be HTTP/2, by its first bytes or by an upgrade, then watches it. It stands beside the socket, so
     * that it sees every wish to close, and its own does not wait for a farewell that nobody reads.
     */
    private final class Watcher extends ChannelDuplexHandler {
        private boolean watches;
        private boolean held;

        @Override
        public void channelReadComplete(ChannelHandlerContext context) throws Exception {
            Http2ConnectionHandler http2 = watches ? null : context.pipeline().get(Http2ConnectionHandler.class);
            if (http2 != null) {
                watches = true;
                http2.decoder()
                        .frameListener(new Counter(http2.decoder().frameListener(), what -> hold(context, what)));
                http2.connection().addListener(new Http2ConnectionAdapter() {
                    @Override
                    public void onGoAwaySent(int lastStreamId, long errorCode, ByteBuf debugData) {
                        if (errorCode != Http2Error.NO_ERROR.code()) {
                            hold(context, "broke the protocol (" + Http2Error.valueOf(errorCode) + ")");
                        }
                    }
                });
            }
            super.channelReadComplete(context);
        }

        private void hold(ChannelHandlerContext context, String what) {
            // Again for each frame that had been read already: others may have had reading go on.
            context.channel().config().setAutoRead(false);
            if (held) {
                return;
            }
            held = true;
            Duration hold = nextHold(context.channel().remoteAddress());
            LOG.warn(
                    "{} {}; nothing more is read from its connection, which is closed in {} s",
                    context.channel().remoteAddress(),
                    what,
                    hold.toSeconds());
            context.executor().schedule((Runnable) context::close, hold.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** The codec closes whom it has sent away; that is put off. */
        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
            if (held) {
                context.channel().closeFuture().addListener(closed -> promise.trySuccess());
            } else {
                super.close(context, promise);
            }
        }
    }

    private static final class Counter extends Http2FrameListenerDecorator {
        private final Consumer<String> flooded;
        private long windowFrom = System.nanoTime();
        private int settings;
        private int pings;

        Counter(Http2FrameListener listener, Consumer<String> flooded) {
            super(listener);
            this.flooded = flooded;
        }

        @Override
        public void onSettingsRead(ChannelHandlerContext context, Http2Settings changed) throws Http2Exception {
            beginWindow();
            if (++settings >= MOST_SETTINGS) {
                flooded.accept("changed its settings " + MOST_SETTINGS + " times in " + WINDOW.toSeconds() + " s");
            }
            super.onSettingsRead(context, changed);
        }

        @Override
        public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
            beginWindow();
            if (++pings >= MOST_PINGS) {
                flooded.accept("pinged " + MOST_PINGS + " times in " + WINDOW.toSeconds() + " s");
            }
            super.onPingRead(context, data);
        }

        private void beginWindow() {
            long now = System.nanoTime();
            if (now - windowFrom > WINDOW.toNanos()) {
                windowFrom = now;
                settings = 0;
                pings = 0;
            }
        }
    }
}
