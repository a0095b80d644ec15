// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server;

import dev.rushes.server.access.AccessStore;
import dev.rushes.server.access.Resource;
import dev.rushes.server.access.Scope;
import dev.rushes.server.fault.Failure;
import dev.rushes.server.task.TaskHandler;
import java.util.Optional;

/** Does durable work in the scope of the creator it is for; work whose row is gone is done. */
record ScopedHandler(AccessStore access, Resource.Kind kind, TaskHandler inner) implements TaskHandler {

    @Override
    public Verdict run(String id) throws InterruptedException {
        Optional<Resource.Owner> owner = access.owner(new Resource(kind, id));
        if (owner.isEmpty()) {
            return Verdict.DONE;
        }
        return Scope.creator(owner.get().creatorId()).attempt(() -> inner.run(id));
    }

    @Override
    public void giveUp(String id, Failure why) {
        access.owner(new Resource(kind, id))
                .ifPresent(owner -> Scope.creator(owner.creatorId()).run(() -> inner.giveUp(id, why)));
    }
}
