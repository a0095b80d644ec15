// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.watch;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Wakes those who wait for a topic inside this process. A wake-up is only a hint: receivers read the row, and poll as a backstop.
 * Thread-safe; listeners are called on the thread that reports the change and must not block.
 */
public final class ChangeHub {
    /** Topic of every change of an analysis or an upload. */
    public static final String FOOTAGE = "footage";

    private final Map<String, Set<Runnable>> listeners = new ConcurrentHashMap<>();

    /** Ends a subscription. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** Calls {@code wake} after each change of {@code topic} until the subscription is closed. */
    public Subscription subscribe(String topic, Runnable wake) {
        listeners.compute(topic, (key, set) -> {
            Set<Runnable> present = set == null ? ConcurrentHashMap.newKeySet() : set;
            present.add(wake);
            return present;
        });
        return () -> listeners.computeIfPresent(topic, (key, set) -> {
            set.remove(wake);
            return set.isEmpty() ? null : set;
        });
    }

    /** Says that something under {@code topic} changed. */
    public void changed(String topic) {
        listeners.getOrDefault(topic, Set.of()).forEach(Runnable::run);
    }
}
