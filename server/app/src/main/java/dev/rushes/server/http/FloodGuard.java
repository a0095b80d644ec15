// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import com.google.common.collect.Sets;
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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a connection that only costs the server: nothing more is read from it, and it is hung up on later, because whoever is thrown out at
 * once comes back at once, and a greeting costs more than a frame. A {@link Peer} that goes on is held for longer; while too many of its
 * connections are held, those it hung up on itself included, new ones are held from their beginning. One for all connections; thread-safe.
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
    private static final int MOST_HELD = 32;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 10_000;
    /** What only the peer can be the cause of. */
    private static final Set<Http2Error> BROKEN = Sets.immutableEnumSet(
            Http2Error.PROTOCOL_ERROR,
            Http2Error.FLOW_CONTROL_ERROR,
            Http2Error.FRAME_SIZE_ERROR,
            Http2Error.COMPRESSION_ERROR,
            Http2Error.ENHANCE_YOUR_CALM);

    private final LoadingCache<Peer, Offender> offenders = CacheBuilder.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .build(CacheLoader.from(peer -> new Offender()));

    private final Set<ChannelHandlerContext> held = ConcurrentHashMap.newKeySet();
    private volatile boolean released;

    /** How often connections of a peer were held since the first was, and until when those are that still are. Thread-safe. */
    private static final class Offender {
        private final Deque<Long> ends = new ArrayDeque<>();
        private int holds;

        synchronized Duration hold() {
            Duration hold = ++holds > SHORT_HOLDS ? LONG_HOLD : HOLD;
            ends.add(System.nanoTime() + hold.toNanos());
            return hold;
        }

        synchronized int held() {
            long now = System.nanoTime();
            ends.removeIf(end -> end - now < 0);
            return ends.size();
        }
    }

    @Override
    public void accept(ChannelPipeline pipeline) {
        Watcher watcher = new Watcher();
        pipeline.addFirst(watcher);
        Optional<Offender> offender = Peer.of(pipeline.channel()).map(offenders::getIfPresent);
        if (offender.isPresent() && offender.get().held() >= MOST_HELD) {
            LOG.debug(
                    "{} has {} connections that are held; nothing is read from another", pipeline.channel(), MOST_HELD);
            watcher.keep(pipeline.context(watcher), HOLD);
        }
    }

    /** Hangs up on all that are held, and holds nobody from now on: the server stops. */
    void release() {
        released = true;
        held.forEach(ChannelHandlerContext::close);
    }

    /**
     * Waits until a connection turns out to be HTTP/2, by its first bytes or by an upgrade, then watches it. It stands beside the socket, so
     * that it sees every wish to read or close, and its own does not wait for a farewell that nobody reads.
     */
    private final class Watcher extends ChannelDuplexHandler {
        private boolean watches;
        private boolean holds;

        @Override
        public void channelReadComplete(ChannelHandlerContext context) throws Exception {
            watch(context);
            super.channelReadComplete(context);
        }

        private void watch(ChannelHandlerContext context) {
            Http2ConnectionHandler http2 = watches ? null : context.pipeline().get(Http2ConnectionHandler.class);
            if (http2 == null) {
                return;
            }
            watches = true;
            http2.decoder().frameListener(new Counter(http2.decoder().frameListener(), what -> hold(context, what)));
            http2.connection().addListener(new Http2ConnectionAdapter() {
                @Override
                public void onGoAwaySent(int lastStreamId, long errorCode, ByteBuf debugData) {
                    Http2Error error = Http2Error.valueOf(errorCode);
                    if (BROKEN.contains(error)) {
                        hold(context, "broke the protocol (" + error + ")");
                    }
                }
            });
            if (http2.connection().goAwaySent()) {
                // Nobody is sent away that early for anything else.
                hold(context, "broke the protocol with its first bytes");
            }
        }

        private void hold(ChannelHandlerContext context, String what) {
            if (holds || released) {
                return;
            }
            Duration hold = Peer.of(context.channel())
                    .map(peer -> offenders.getUnchecked(peer).hold())
                    .orElse(HOLD);
            LOG.warn(
                    "{} {}; nothing more is read from its connection, which is closed in {} s",
                    context.channel().remoteAddress(),
                    what,
                    hold.toSeconds());
            keep(context, hold);
        }

        private void keep(ChannelHandlerContext context, Duration hold) {
            holds = true;
            context.channel().config().setAutoRead(false);
            Future<?> end =
                    context.executor().schedule((Runnable) context::close, hold.toMillis(), TimeUnit.MILLISECONDS);
            held.add(context);
            context.channel().closeFuture().addListener(closed -> {
                held.remove(context);
                end.cancel(false);
            });
            if (released) {
                context.close();
            }
        }

        /** Others may want to read on, for a call that had begun. */
        @Override
        public void read(ChannelHandlerContext context) throws Exception {
            if (!holds) {
                super.read(context);
            }
        }

        /** The codec closes whom it has sent away; that is put off. */
        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
            watch(context);
            if (holds && !released) {
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
