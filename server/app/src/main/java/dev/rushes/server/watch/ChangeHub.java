// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.watch;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Wakes those who wait for a topic inside this process, and passes changes on to other processes. A wake-up is only a hint: receivers read the row, and poll as a backstop.
 * Thread-safe; listeners are called on the thread that reports the change and must not block.
 */
public final class ChangeHub {
    /** Topic of every change of an analysis or an upload. */
    public static final String FOOTAGE = "footage";

    private final Map<String, Set<Runnable>> listeners = new ConcurrentHashMap<>();
    private volatile Consumer<String> others = topic -> {};

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

    /** Gives each topic that changes here to {@code newOthers}, which must not block. */
    public void relay(Consumer<String> newOthers) {
        others = newOthers;
    }

    /** Says that something under {@code topic} changed, here and to other processes. */
    public void changed(String topic) {
        wake(topic);
        others.accept(topic);
    }

    /** Wakes those in this process who wait for {@code topic}. */
    public void wake(String topic) {
        listeners.getOrDefault(topic, Set.of()).forEach(Runnable::run);
    }

    /** Wakes everybody, because it is not known what changed. */
    public void wakeAll() {
        listeners.keySet().forEach(this::wake);
    }
}
