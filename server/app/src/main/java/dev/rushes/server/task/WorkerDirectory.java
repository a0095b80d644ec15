// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.endpoint.DynamicEndpointGroup;
import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.rushes.api.worker.v1.DescribeRequest;
import dev.rushes.api.worker.v1.DescribeResponse;
import dev.rushes.api.worker.v1.WorkerServiceGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers that answer now, as an endpoint group: every configured address is asked to describe itself, twice a second while it
 * answers and ten times a second while it does not. Thread-safe.
 */
public final class WorkerDirectory extends DynamicEndpointGroup {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerDirectory.class);
    private static final Duration ASK_WHEN_UP = Duration.ofMillis(500);
    private static final Duration ASK_WHEN_DOWN = Duration.ofMillis(100);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    /** Twice the time between two questions: who is silent for longer gets a call only when nobody else is there. */
    private static final Duration LIVELY = Duration.ofSeconds(1);

    private final Map<Endpoint, DescribeResponse> answering = new ConcurrentHashMap<>();
    /** When each gave its newest answer, by {@link System#nanoTime}. */
    private final Map<Endpoint, Long> heardAt;

    private final LeastBusy selection;
    private final WorkerAccess access;
    private final ClientFactory connections;
    private final List<Thread> askers = new ArrayList<>();
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<DescribeResponse> last = Optional.empty();

    /**
     * Starts asking.
     *
     * @param addresses each {@code host:port}
     */
    public WorkerDirectory(List<String> addresses, WorkerAccess access) {
        this(addresses, access, new ConcurrentHashMap<>());
    }

    private WorkerDirectory(List<String> addresses, WorkerAccess access, Map<Endpoint, Long> heardAt) {
        this(addresses, access, heardAt, new LeastBusy(endpoint -> {
            Long at = heardAt.get(endpoint);
            return at != null && System.nanoTime() - at < LIVELY.toNanos();
        }));
    }

    private WorkerDirectory(
            List<String> addresses, WorkerAccess access, Map<Endpoint, Long> heardAt, LeastBusy selection) {
        super(selection, true);
        this.access = access;
        this.connections = access.connections().build();
        this.heardAt = heardAt;
        this.selection = selection;
        setEndpoints(List.of());
        for (String address : addresses) {
            Endpoint endpoint = Endpoint.parse(address);
            askers.add(Thread.ofVirtual().name("worker-" + address).start(() -> ask(endpoint)));
        }
    }

    /** Calls {@code listener} after each change of who answers. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
        listener.run();
    }

    /** Returns what the newest answer said, also when nobody answers any more; empty before the first answer. */
    Optional<DescribeResponse> lastAnswer() {
        return last;
    }

    /** Returns what those say who answer now. */
    List<DescribeResponse> answers() {
        return List.copyOf(new LinkedHashMap<>(answering).values());
    }

    /**
     * Returns how many calls may be under way: the slots of those who answer, and what is still at those who do not; it holds no slot
     * of anybody else while a ping finds out whether they are gone.
     */
    int slots() {
        return answers().stream().mapToInt(DescribeResponse::getSlotCount).sum()
                + selection.calls(endpoint -> !answering.containsKey(endpoint));
    }

    private void ask(Endpoint endpoint) {
        WorkerServiceGrpc.WorkerServiceBlockingStub stub = access.identified(
                        GrpcClients.builder("gproto+" + access.protocol().uriText(), endpoint))
                .factory(connections)
                .build(WorkerServiceGrpc.WorkerServiceBlockingStub.class);
        while (!Thread.currentThread().isInterrupted() && !isClosing()) {
            boolean up = askOnce(endpoint, stub);
            try {
                TimeUnit.NANOSECONDS.sleep((up ? ASK_WHEN_UP : ASK_WHEN_DOWN).toNanos());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean askOnce(Endpoint endpoint, WorkerServiceGrpc.WorkerServiceBlockingStub stub) {
        try {
            DescribeResponse answer = stub.withDeadlineAfter(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .describe(DescribeRequest.getDefaultInstance());
            last = Optional.of(answer);
            heardAt.put(endpoint, System.nanoTime());
            if (answering.put(endpoint, answer) == null) {
                LOG.info(
                        "worker {} answers at {} with {} slots",
                        answer.getWorkerName(),
                        endpoint,
                        answer.getSlotCount());
                publish();
            }
            return true;
        } catch (RuntimeException e) {
            if (answering.remove(endpoint) != null) {
                LOG.warn("worker at {} does not answer any more: {}", endpoint, e.toString());
                publish();
            }
            return false;
        }
    }

    private void publish() {
        setEndpoints(List.copyOf(answering.keySet()));
        listeners.forEach(Runnable::run);
    }

    @Override
    protected void doCloseAsync(java.util.concurrent.CompletableFuture<?> future) {
        askers.forEach(Thread::interrupt);
        connections.closeAsync();
        super.doCloseAsync(future);
    }
}
