// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.footage.CutKind;
import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.Texture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradualChangesTest {

    private static final int FROM = 20;
    private static final int TO = 32;

    private final Picture before = new Texture(3).look(300, 300, 1);
    private final Picture after = new Texture(8).look(500, 200, 1);
    private final List<Boundary> cuts = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final GradualChanges changes = new GradualChanges(
            (from, to) -> {
                asked.add(from + "-" + to);
                return true;
            },
            cuts);

    private void accept(int frames) {
        for (int frame = 0; frame < frames; frame++) {
            double share = Math.clamp((frame - FROM) / (double) (TO - FROM), 0.0, 1.0);
            Picture picture = Texture.mix(before, after, share);
            BoundaryFrame seen = new BoundaryFrame(picture);
            seen.fill(picture);
            changes.accept(frame, seen, share > 0 && share < 1 ? 0.3 : 0);
        }
    }

    @Test
    void onlyTheStrongestOfManyRunsOfOneDissolveIsAskedAbout() {
        accept(90);

        List<Boundary> found = changes.merge(cuts);

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().kind()).isEqualTo(CutKind.DISSOLVE);
        assertThat(found.getFirst().from()).isBetween(FROM - 2, FROM + 2);
        assertThat(found.getFirst().to()).isBetween(TO - 2, TO + 2);
        assertThat(asked)
                .containsExactly(
                        found.getFirst().from() + "-" + found.getFirst().to());
    }

    @Test
    void whatIsStillOpenAtTheEndIsAskedAbout() {
        accept(TO + 3);

        assertThat(changes.merge(cuts)).hasSize(1);
        assertThat(asked).hasSize(1);
    }

    /** The strongest run may have to give way to a cut, and a weaker one not. */
    @Test
    void everyRunIsAskedAboutWhereACutIsInTheWay() {
        Boundary cut = new Boundary(TO + 2, TO + 1, TO + 2, CutKind.HARD_CUT, 1);
        cuts.add(cut);
        accept(90);

        List<Boundary> found = changes.merge(cuts);

        assertThat(asked).hasSizeGreaterThan(5);
        assertThat(found).hasSize(2).contains(cut);
        assertThat(found.getFirst().to()).isLessThan(cut.from() - 2);
    }
}
