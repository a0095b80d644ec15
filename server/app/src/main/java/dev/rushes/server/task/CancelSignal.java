// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import java.util.ArrayList;
import java.util.List;

/** Lets one thread stop the call of another. Thread-safe; cancelling twice counts once. */
public final class CancelSignal {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    /** Runs every action given to {@link #onCancel}. */
    public void cancel() {
        List<Runnable> due;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            due = List.copyOf(actions);
        }
        due.forEach(Runnable::run);
    }

    /** Runs {@code action} on cancel, at once if that has happened. */
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }
}
