// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The children of this process that still run. They have a session of their own, so nothing else ends them when this process
 * is asked to stop. Safe for use by several threads.
 */
final class RunningChildren {

    private final Map<Process, SandboxCommand> running = new HashMap<>();
    private boolean ending;

    private RunningChildren() {}

    /** Returns a registry that kills every child when this process ends, and starts none from then on. */
    static RunningChildren endingWithThisProcess() {
        var children = new RunningChildren();
        Runtime.getRuntime().addShutdownHook(new Thread(children::end, "kill-children"));
        return children;
    }

    Process start(SandboxCommand command) throws IOException {
        Process process;
        synchronized (running) {
            if (ending) {
                throw new IOException("this process is ending and starts no more children");
            }
            process = command.builder().start();
            running.put(process, command);
        }
        process.onExit().thenAccept(this::forget);
        return process;
    }

    private void forget(Process process) {
        synchronized (running) {
            running.remove(process);
        }
    }

    private void end() {
        List<Map.Entry<Process, SandboxCommand>> left;
        synchronized (running) {
            ending = true;
            left = List.copyOf(running.entrySet());
        }
        left.parallelStream().forEach(child -> child.getValue().kill(child.getKey()));
    }
}
