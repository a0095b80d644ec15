// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.watch;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets many who watch one thing read it once. An answer is shared by those who ask the same question until the next change of its topic
 * is told, and no longer than {@link #LIFE}, because a hint may be lost. Thread-safe.
 */
public final class SharedReads {
    /** What sharing may add to the time until a poll finds a change that nobody told. */
    static final Duration LIFE = Duration.ofMillis(250);

    private static final int KEPT = 1024;

    private final ChangeHub hub;
    private final Cache<Question, Answer> answers =
            CacheBuilder.newBuilder().maximumSize(KEPT).expireAfterWrite(LIFE).build();

    public SharedReads(ChangeHub hub) {
        this.hub = hub;
    }

    /**
     * What is asked.
     *
     * @param topic where changes of the answer are told
     * @param creatorId whose rows the answer is made of: what one creator may see is not shown to another
     * @param known the revision that the reader has
     */
    public record Question(String topic, String creatorId, long known) {}

    private record Answer(long change, long askedAt, FutureTask<?> task) {
        boolean serves(long newest, long now) {
            return change >= newest && now - askedAt < LIFE.toNanos();
        }
    }

    /**
     * Returns what {@code read} returns, or returned to somebody else since the topic's last change; throws what it throws or threw. The
     * same question must always go with a {@code read} of the same type. The caller subscribes to the topic.
     */
    @SuppressWarnings("unchecked") // one type for each question, as asked above
    public <T extends @Nullable Object> T read(Question question, Supplier<T> read) throws InterruptedException {
        long change = hub.lastChange(question.topic());
        long now = System.nanoTime();
        Answer answer = answers.asMap()
                .compute(
                        question,
                        (key, known) -> known != null && known.serves(change, now)
                                ? known
                                : new Answer(change, now, new FutureTask<>(read::get)));
        // Runs once, whoever comes first; the others wait.
        answer.task().run();
        try {
            return (T) answer.task().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }
}
