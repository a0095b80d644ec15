// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.fault.Fault;
import dev.rushes.server.id.Ids;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link TaskQueue} on db-scheduler: one row per piece of work, one scheduler per kind so that a generation that waits never keeps
 * an analysis from running. A process that stops sending heartbeats is taken over after four seconds. Thread-safe.
 */
public final class DbTaskQueue implements TaskQueue, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DbTaskQueue.class);
    /** Dead after four missed beats of one second: fast recovery at one small update a second and kind. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private static final int MISSED_BEATS = 4;
    /** Work submitted here runs at once; this is how soon work of another process is seen. */
    private static final Duration POLL = Duration.ofMillis(250);
    /** A handler that threw is called again after this, then after twice as long, and so on. */
    private static final Duration AFTER_BUG = Duration.ofSeconds(2);
    /** Times a handler may throw in a row, half a minute in all, before its work is given up. */
    static final int MAX_THROWS = 5;

    private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(3);

    private final Map<Kind, Scheduler> schedulers = new EnumMap<>(Kind.class);
    private final Map<Kind, CustomTask<Void>> tasks = new EnumMap<>(Kind.class);
    private final DataSource source;
    private final String instance;
    private final Map<Kind, Integer> threads;
    private final Ids incidents;
    private final InstantSource clock;
    private final Duration afterBug;

    /**
     * Works under {@code instance}, a name no other living process uses.
     *
     * @param incidents names for what was given up, as the log has it
     * @param clock the same for all processes on the database: who is dead is judged by it
     */
    public DbTaskQueue(
            DataSource database, String instance, Map<Kind, Integer> threads, Ids incidents, InstantSource clock) {
        this(database, instance, threads, incidents, clock, AFTER_BUG);
    }

    DbTaskQueue(
            DataSource database,
            String instance,
            Map<Kind, Integer> threads,
            Ids incidents,
            InstantSource clock,
            Duration afterBug) {
        this.clock = clock;
        this.source = database;
        this.instance = instance;
        this.threads = Map.copyOf(threads);
        this.incidents = incidents;
        this.afterBug = afterBug;
    }

    /** Returns the name under which work of this kind is picked. */
    public static String pickerName(String instance, Kind kind) {
        return instance + "-" + kind.name().toLowerCase(Locale.ROOT);
    }

    /** Starts working. */
    public void start(Map<Kind, TaskHandler> handlers) {
        handlers.forEach((kind, handler) -> {
            CustomTask<Void> task = task(kind, handler);
            Scheduler scheduler = Scheduler.create(source, task)
                    .schedulerName(new SchedulerName.Fixed(pickerName(instance, kind)))
                    .threads(threads.getOrDefault(kind, 4))
                    .executorService(Executors.newVirtualThreadPerTaskExecutor())
                    // No more than can run: what is picked has its turn, whoever comes with a better rank.
                    .pollUsingLockAndFetch(0.99, 1.0)
                    .enableImmediateExecution()
                    .enablePriority()
                    .heartbeatInterval(HEARTBEAT)
                    .missedHeartbeatsLimit(MISSED_BEATS)
                    .pollingInterval(POLL)
                    .shutdownMaxWait(SHUTDOWN_WAIT)
                    .failureLogging(LogLevel.OFF, false)
                    .clock(clock::instant)
                    .build();
            tasks.put(kind, task);
            schedulers.put(kind, scheduler);
            scheduler.start();
        });
    }

    @Override
    public void submit(Kind kind, String id, int rank) {
        Scheduler scheduler = schedulers.get(kind);
        CustomTask<Void> task = tasks.get(kind);
        if (scheduler == null || task == null) {
            throw new IllegalStateException("the task queue was not started for " + kind);
        }
        try {
            make(scheduler, task.instanceBuilder(id).priority(-rank).build());
        } catch (SQLRuntimeException e) {
            LOG.warn("{} {} has no task yet: the database does not answer; the next sweep makes one", kind, id, e);
        }
    }

    /** Makes a task once more if another server made and ended it between the library's insertion and its second look. */
    private void make(Scheduler scheduler, TaskInstance<Void> wanted) {
        try {
            scheduler.scheduleIfNotExists(wanted, clock.instant());
        } catch (TaskInstanceException e) {
            LOG.debug("{} was refused, and was not there any more then", wanted, e);
            scheduler.scheduleIfNotExists(wanted, clock.instant());
        }
    }

    private CustomTask<Void> task(Kind kind, TaskHandler handler) {
        return Tasks.custom(kind.name().toLowerCase(Locale.ROOT), Void.class)
                .onDeadExecutionRevive()
                .onFailure((complete, operations) -> {
                    Duration again = afterThrow(handler, kind, complete);
                    if (again == null) {
                        operations.remove();
                    } else {
                        operations.reschedule(complete, clock.instant().plus(again));
                    }
                })
                .execute((work, context) -> {
                    Metrics.timer(
                                    "rushes.task.schedule.to.start",
                                    "kind",
                                    kind.name().toLowerCase(Locale.ROOT))
                            .record(Duration.between(context.getExecution().getExecutionTime(), clock.instant()));
                    return run(handler, kind, work.getId());
                });
    }

    private CompletionHandler<Void> run(TaskHandler handler, Kind kind, String id) {
        try {
            Duration again = handler.run(id).again();
            return again == null
                    ? new CompletionHandler.OnCompleteRemove<>()
                    : (complete, operations) ->
                            operations.reschedule(complete, clock.instant().plus(again));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return (complete, operations) -> operations.reschedule(complete, clock.instant());
        } catch (Fault.Unavailable e) {
            LOG.info("{} {} waits for {} s: {}", kind, id, AFTER_BUG.toSeconds(), e.getMessage());
            return (complete, operations) ->
                    operations.reschedule(complete, clock.instant().plus(AFTER_BUG));
        }
    }

    /** Returns after what time work whose handler threw is tried again; null when it was given up. */
    private @Nullable Duration afterThrow(TaskHandler handler, Kind kind, ExecutionComplete complete) {
        String id = complete.getExecution().getId();
        int before = complete.getExecution().consecutiveFailures;
        Duration again = afterBug.multipliedBy(1L << Math.min(before, MAX_THROWS));
        Throwable cause = complete.getCause().orElseGet(() -> new IllegalStateException("its process died"));
        boolean isFault = cause instanceof Fault;
        if (!isFault && before + 1 < MAX_THROWS) {
            LOG.warn(
                    "{} {} threw, time {} of {}; it is tried again in {}",
                    kind,
                    id,
                    before + 1,
                    MAX_THROWS,
                    again,
                    cause);
            return again;
        }
        Failure why = cause instanceof Fault fault ? Failure.of(fault) : Failure.internal(incidents.next());
        LOG.error("{} {} is given up: {}", kind, id, why.message(), cause);
        try {
            handler.giveUp(id, why);
            return null;
        } catch (RuntimeException e) {
            LOG.warn("{} {} cannot be given up now; it is tried again in {}", kind, id, again, e);
            return again;
        }
    }

    /** Stops taking work; what runs is interrupted after a short wait and taken up at the next start. */
    @Override
    public void close() {
        schedulers.values().parallelStream().forEach(Scheduler::stop);
    }
}
