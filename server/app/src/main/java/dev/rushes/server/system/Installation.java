// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.system;

import dev.rushes.server.task.Workers;
import java.util.ArrayList;
import java.util.List;

/** Says what this installation can do: what the server found at start, and what its workers reported. */
public final class Installation {
    private final String version;
    private final List<Workers.Capability> own;
    private final Workers workers;

    public Installation(String version, List<Workers.Capability> own, Workers workers) {
        this.version = version;
        this.own = List.copyOf(own);
        this.workers = workers;
    }

    public String version() {
        return version;
    }

    /** Returns one entry for each thing that was looked for; a missing worker is an entry too. */
    public List<Workers.Capability> capabilities() {
        List<Workers.Capability> all = new ArrayList<>(own);
        all.add(
                workers.isAvailable()
                        ? new Workers.Capability("worker", "AVAILABLE", "answers", "server")
                        : new Workers.Capability(
                                "worker",
                                "BROKEN",
                                "no worker answers; see its log, or set RUSHES_WORKER_COMMAND or RUSHES_WORKERS",
                                "server"));
        all.addAll(workers.capabilities());
        return all;
    }
}
