// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import dev.rushes.testkit.demo.ClipScript.Flaw;
import dev.rushes.testkit.demo.ClipScript.Format;
import java.util.List;
import java.util.stream.IntStream;

/** As many short small clips as are asked for, no two alike, to fill a long timeline with. */
final class ManyShoot {

    private static final Format SMALL = new Format(360, 640, 30);
    private static final double SECONDS = 1.8;
    private static final List<Palette> PALETTES = List.of(Palette.TERRACOTTA, Palette.SAGE, Palette.COBALT);

    private ManyShoot() {}

    /** The good clips of the demo, in one palette after the other; {@code count} is at most three times their number. */
    static List<ClipScript> scripts(int count) {
        List<ClipScript> good = ShootPlan.demo().stream()
                .filter(script -> script.flaw() == Flaw.NONE)
                .toList();
        int most = good.size() * PALETTES.size();
        if (count < 1 || count > most) {
            throw new IllegalArgumentException("count: " + count + " (expected: 1.." + most + ")");
        }
        return IntStream.range(0, count)
                .mapToObj(i -> repainted(good.get(i % good.size()), i / good.size()))
                .toList();
    }

    private static ClipScript repainted(ClipScript script, int round) {
        int own = PALETTES.indexOf(script.palette());
        return new ClipScript(
                script.name() + "_" + (round + 1),
                SMALL,
                SECONDS,
                PALETTES.get((own + round) % PALETTES.size()),
                script.subject(),
                script.framing(),
                script.camera(),
                Flaw.NONE);
    }
}
