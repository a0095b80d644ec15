// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.subject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.worker.vision.picture.Box;
import dev.rushes.worker.vision.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeopleFinderTest {

    private static final Box FACE = new Box(0.4, 0.2, 0.2, 0.2);

    private final List<Picture> pictures = List.of(numbered(0), numbered(1), numbered(2));

    @Test
    void nobodyInTheMiddleAndTheFirstEndsTheSearch() {
        Turning finder = new Turning(Set.of(2L));

        assertThat(finder.find(pictures)).containsExactly(People.NOBODY, People.NOBODY, People.NOBODY);
        assertThat(finder.looked).containsExactly("face 1", "face 0");
    }

    @Test
    void turnedHeadIsLookedForWhereAFaceIsMissing() {
        Turning finder = new Turning(Set.of(0L, 2L));

        List<People> found = finder.find(pictures);

        assertThat(found.get(0).frontal()).containsExactly(FACE);
        assertThat(found.get(1).profile()).containsExactly(FACE);
        assertThat(finder.looked).containsExactly("face 1", "face 0", "face 2", "profile 1");
    }

    private static Picture numbered(long index) {
        Picture picture = new Picture(64, 64);
        picture.index = index;
        return picture;
    }

    /** Faces the camera in some pictures and looks aside in the others. */
    private static final class Turning implements PeopleFinder {
        private final Set<Long> facing;
        private final List<String> looked = new ArrayList<>();

        Turning(Set<Long> facing) {
            this.facing = facing;
        }

        @Override
        public List<Box> faces(Picture picture) {
            looked.add("face " + picture.index);
            return facing.contains(picture.index) ? List.of(FACE) : List.of();
        }

        @Override
        public List<Box> profiles(Picture picture) {
            looked.add("profile " + picture.index);
            return facing.contains(picture.index) ? List.of() : List.of(FACE);
        }

        @Override
        public void close() {}
    }
}
