// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a peer that floods its HTTP/2 connection with frames that only cost the server: changes of settings (CVE-2019-9515), each of which is
 * kept until it is acknowledged, so that one connection filled a gigabyte in a minute, and pings (CVE-2019-9512), each of which is answered.
 * Nothing more is read from it, and it is hung up on later: a peer that is thrown out at once comes back at once, and a greeting costs more
 * than a frame. Clients change settings once or twice, and ping to measure the line while they read. One for all connections.
 */
final class FloodGuard implements Consumer<ChannelPipeline> {
    private static final Logger LOG = LoggerFactory.getLogger(FloodGuard.class);
    private static final int MOST_SETTINGS = 100;
    private static final int MOST_PINGS = 1_000;
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration HOLD = Duration.ofSeconds(5);

    @Override
    public void accept(ChannelPipeline pipeline) {
        pipeline.addFirst(new Watcher());
    }

    /** Waits until a connection turns out to be HTTP/2, by its first bytes or by an upgrade, then counts. */
    private static final class Watcher extends ChannelInboundHandlerAdapter {
        private boolean counts;

        @Override
        public void channelReadComplete(ChannelHandlerContext context) throws Exception {
            Http2ConnectionHandler http2 = counts ? null : context.pipeline().get(Http2ConnectionHandler.class);
            if (http2 != null) {
                counts = true;
                http2.decoder().frameListener(new Counter(http2.decoder().frameListener(), context));
            }
            super.channelReadComplete(context);
        }
    }

    private static final class Counter extends Http2FrameListenerDecorator {
        private final ChannelHandlerContext nearSocket;
        private long windowFrom = System.nanoTime();
        private int settings;
        private int pings;
        private boolean held;

        /** Takes the context of a handler beside the socket: closing there does not wait for a farewell that nobody reads. */
        Counter(Http2FrameListener listener, ChannelHandlerContext nearSocket) {
            super(listener);
            this.nearSocket = nearSocket;
        }

        @Override
        public void onSettingsRead(ChannelHandlerContext context, Http2Settings changed) throws Http2Exception {
            beginWindow();
            if (++settings >= MOST_SETTINGS) {
                hold("changed its settings " + MOST_SETTINGS + " times");
            }
            super.onSettingsRead(context, changed);
        }

        @Override
        public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
            beginWindow();
            if (++pings >= MOST_PINGS) {
                hold("pinged " + MOST_PINGS + " times");
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

        private void hold(String what) {
            // Again for each frame that had been read already: others may have had reading go on.
            nearSocket.channel().config().setAutoRead(false);
            if (held) {
                return;
            }
            held = true;
            LOG.warn(
                    "{} {} in {} s; nothing more is read from its connection, which is closed in {} s",
                    nearSocket.channel().remoteAddress(),
                    what,
                    WINDOW.toSeconds(),
                    HOLD.toSeconds());
            nearSocket.executor().schedule((Runnable) nearSocket::close, HOLD.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
