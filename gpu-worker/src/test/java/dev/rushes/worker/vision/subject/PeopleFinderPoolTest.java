// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.subject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.worker.vision.picture.Box;
import dev.rushes.worker.vision.picture.Picture;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PeopleFinderPoolTest {

    private final AtomicInteger made = new AtomicInteger();
    private final PeopleFinderPool pool = new PeopleFinderPool(Nobody::new);

    @Test
    void oneClipAfterTheOtherUsesTheSameFinder() {
        pool.borrow().close();
        pool.borrow().close();

        assertThat(made).hasValue(1);
    }

    @Test
    void twoClipsAtOnceNeverShareAFinder() {
        try (PeopleFinder first = pool.borrow();
                PeopleFinder second = pool.borrow()) {
            assertThat(made).hasValue(2);
            assertThat(first).isNotSameAs(second);
        }
        pool.borrow().close();
        assertThat(made).hasValue(2);
    }

    private final class Nobody implements PeopleFinder {
        Nobody() {
            made.incrementAndGet();
        }

        @Override
        public List<Box> faces(Picture picture) {
            return List.of();
        }

        @Override
        public List<Box> profiles(Picture picture) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
