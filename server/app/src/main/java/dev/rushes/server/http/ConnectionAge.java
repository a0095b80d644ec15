// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Tells each connection to go away at an age of its own, so that those made together, as after a restart, do not come back together,
 * and all of them when the server stops. Calls under way end normally. Armeria's own limit is the same for all and stands behind
 * this one. Thread-safe.
 */
public final class ConnectionAge implements DecoratingHttpServiceFunction {
    private static final AttributeKey<Boolean> SEEN = AttributeKey.valueOf(ConnectionAge.class, "SEEN");
    private static final double SPREAD = 0.1;

    /** How long a connection may still bring calls its peer sent before it was told. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Duration age;
    private final Map<Channel, ServiceRequestContext> open = new ConcurrentHashMap<>();
    private volatile boolean isEnding;

    /** Lets connections get about this old. */
    public ConnectionAge(Duration age) {
        this.age = age;
    }

    /** Tells every connection to go away now, and each that comes later at its first call. */
    public void endAll() {
        isEnding = true;
        open.values().forEach(connection -> connection.initiateConnectionShutdown(FAREWELL));
    }

    /** Returns the age no connection passes. */
    static Duration most(Duration age) {
        return Duration.ofMillis(Math.round(age.toMillis() * (1 + SPREAD)));
    }

    @Override
    public HttpResponse serve(HttpService delegate, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        Channel channel = context.log().partial().channel();
        if (channel != null && channel.attr(SEEN).setIfAbsent(true) == null) {
            open.put(channel, context);
            if (isEnding) {
                context.initiateConnectionShutdown(FAREWELL);
            }
            double factor = ThreadLocalRandom.current().nextDouble(1 - SPREAD, 1 + SPREAD);
            ScheduledFuture<?> ending = channel.eventLoop()
                    .schedule(
                            () -> context.initiateConnectionShutdown(),
                            Math.round(age.toMillis() * factor),
                            TimeUnit.MILLISECONDS);
            // The alarm holds all of the connection's first call, which must not outlive the connection.
            channel.closeFuture().addListener(closed -> {
                open.remove(channel);
                ending.cancel(false);
            });
        }
        return delegate.serve(context, request);
    }
}
