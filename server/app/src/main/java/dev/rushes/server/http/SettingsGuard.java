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
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hangs up on a peer that changes the settings of its HTTP/2 connection over and over (CVE-2019-9515): each change is kept until it is
 * acknowledged, and one connection filled a gigabyte in a minute. Clients change them once or twice. One for all connections.
 */
final class SettingsGuard implements Consumer<ChannelPipeline> {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsGuard.class);
    private static final int MOST = 100;
    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();

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
        private int count;

        /** Takes the context of a handler beside the socket: closing there does not wait for a farewell that nobody reads. */
        Counter(Http2FrameListener listener, ChannelHandlerContext nearSocket) {
            super(listener);
            this.nearSocket = nearSocket;
        }

        @Override
        public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
            long now = System.nanoTime();
            if (now - windowFrom > WINDOW_NANOS) {
                windowFrom = now;
                count = 0;
            }
            if (++count == MOST) {
                LOG.warn(
                        "{} changed its settings {} times in 10 s; its connection is closed",
                        nearSocket.channel().remoteAddress(),
                        MOST);
                nearSocket.close();
            }
            super.onSettingsRead(context, settings);
        }
    }
}
