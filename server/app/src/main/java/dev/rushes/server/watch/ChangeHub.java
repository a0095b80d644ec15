// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.watch;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Wakes those who wait for a topic inside this process, and passes changes on to other processes. A wake-up is only a hint: receivers read the row, and poll as a backstop.
 * Thread-safe; listeners are called on the thread that reports the change and must not block.
 */
public final class ChangeHub {
    /** Topic of every change of an analysis or an upload. */
    public static final String FOOTAGE = "footage";

    private final Map<String, Topic> listeners = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile Consumer<String> others = topic -> {};

    /** Those who listen, and the number of the topic's last change; numbers go on when a topic is forgotten and comes back. */
    private record Topic(Set<Runnable> wakes, AtomicLong lastChange) {}

    /** Ends a subscription. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** Calls {@code wake} after each change of {@code topic} until the subscription is closed. */
    public Subscription subscribe(String topic, Runnable wake) {
        listeners.compute(topic, (key, known) -> {
            Topic present = known == null
                    ? new Topic(ConcurrentHashMap.newKeySet(), new AtomicLong(changes.incrementAndGet()))
                    : known;
            present.wakes().add(wake);
            return present;
        });
        return () -> listeners.computeIfPresent(topic, (key, known) -> {
            known.wakes().remove(wake);
            return known.wakes().isEmpty() ? null : known;
        });
    }

    /** Returns a number that grows with every change of {@code topic} that is told while somebody subscribes to it. */
    public long lastChange(String topic) {
        Topic known = listeners.get(topic);
        return known == null ? changes.incrementAndGet() : known.lastChange().get();
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
        Topic known = listeners.get(topic);
        if (known != null) {
            long number = changes.incrementAndGet();
            known.lastChange().accumulateAndGet(number, Math::max);
            known.wakes().forEach(Runnable::run);
        }
    }

    /** Wakes everybody, because it is not known what changed. */
    public void wakeAll() {
        listeners.keySet().forEach(this::wake);
    }
}
