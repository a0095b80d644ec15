// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.subject;

import dev.rushes.worker.vision.picture.Box;
import dev.rushes.worker.vision.picture.Picture;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/**
 * Lends people finders to one clip after the other: loading the cascades takes as long as looking at two pictures. Keeps as many as
 * were ever lent at once, for the life of the process. Safe for use by several threads.
 */
public final class PeopleFinderPool {

    private final Supplier<PeopleFinder> maker;
    private final ConcurrentLinkedDeque<PeopleFinder> idle = new ConcurrentLinkedDeque<>();

    /** Makes an empty pool. */
    public PeopleFinderPool(Supplier<PeopleFinder> maker) {
        this.maker = maker;
    }

    /** Returns a finder for one thread; closing it gives it back. */
    public PeopleFinder borrow() {
        PeopleFinder kept = idle.poll();
        return new Lease(kept == null ? maker.get() : kept);
    }

    private final class Lease implements PeopleFinder {
        private final PeopleFinder finder;

        Lease(PeopleFinder finder) {
            this.finder = finder;
        }

        @Override
        public List<Box> faces(Picture picture) {
            return finder.faces(picture);
        }

        @Override
        public List<Box> profiles(Picture picture) {
            return finder.profiles(picture);
        }

        @Override
        public void close() {
            idle.push(finder);
        }
    }
}
