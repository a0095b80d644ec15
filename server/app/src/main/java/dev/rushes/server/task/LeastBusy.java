// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import com.linecorp.armeria.client.ClientRequestContext;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.endpoint.AbstractEndpointSelector;
import com.linecorp.armeria.client.endpoint.EndpointGroup;
import com.linecorp.armeria.client.endpoint.EndpointSelectionStrategy;
import com.linecorp.armeria.client.endpoint.EndpointSelector;
import io.netty.util.AttributeKey;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends each call to the worker with the fewest calls of this server under way, among those that gave a sign of life lately if there
 * are any. One that just fell silent keeps its calls until a ping finds out, so it counts as full and gets no others. Thread-safe.
 */
final class LeastBusy implements EndpointSelectionStrategy {
    private static final AttributeKey<Boolean> COUNTED = AttributeKey.valueOf(LeastBusy.class, "COUNTED");

    private final Map<Endpoint, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final Predicate<Endpoint> isLively;

    LeastBusy(Predicate<Endpoint> isLively) {
        this.isLively = isLively;
    }

    /** Returns how many calls are under way at endpoints that fit. */
    int calls(Predicate<Endpoint> fits) {
        return underWay.entrySet().stream()
                .filter(entry -> fits.test(entry.getKey()))
                .mapToInt(entry -> entry.getValue().get())
                .sum();
    }

    @Override
    public EndpointSelector newSelector(EndpointGroup group) {
        return new Selector(group);
    }

    private final class Selector extends AbstractEndpointSelector {
        Selector(EndpointGroup group) {
            super(group);
            initialize();
        }

        @Override
        protected @Nullable Endpoint doSelectNow(ClientRequestContext context) {
            synchronized (underWay) {
                Endpoint chosen = group().endpoints().stream()
                        .min(Comparator.comparing((Endpoint endpoint) -> !isLively.test(endpoint))
                                .thenComparing(endpoint -> calls(endpoint).get()))
                        .orElse(null);
                if (chosen != null && !Boolean.TRUE.equals(context.attr(COUNTED))) {
                    context.setAttr(COUNTED, true);
                    AtomicInteger calls = calls(chosen);
                    calls.incrementAndGet();
                    context.log().whenComplete().thenRun(calls::decrementAndGet);
                }
                return chosen;
            }
        }

        private AtomicInteger calls(Endpoint endpoint) {
            return underWay.computeIfAbsent(endpoint, unknown -> new AtomicInteger());
        }
    }
}
