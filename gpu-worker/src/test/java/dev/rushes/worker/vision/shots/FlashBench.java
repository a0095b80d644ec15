// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.shots;

import dev.rushes.editorial.footage.DetectedCut;
import dev.rushes.worker.vision.bench.BoundaryScore;
import dev.rushes.worker.vision.bench.DevMedia;
import dev.rushes.worker.vision.picture.ClipStills;
import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.Still;
import dev.rushes.worker.vision.picture.Texture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Changes of shot in made edits with flashes, strobes, lightning and switched lights: what is found, and how often light was
 * taken for a cut, for each kind. Even seeds may be looked at, odd ones are held out.
 * Usage: {@code FlashBench [edits] [stills] [first seed]}; stills of clips are used where they are at hand.
 */
public final class FlashBench {

    private static final int SHOTS = 9;
    private static final double FPS = 30;

    private final Map<MadeEdit.Light, Integer> wrong = new EnumMap<>(MadeEdit.Light.class);
    private final Map<MadeEdit.Light, Integer> all = new EnumMap<>(MadeEdit.Light.class);

    private FlashBench() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws Exception {
        int edits = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 32;
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 24;
        int first = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
        List<Still> drawn = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            drawn.add(new Texture(200 + i)::at);
        }
        measure("drawn stills", drawn, first, edits);
        if (DevMedia.isPresent()) {
            measure("stills of clips", ClipStills.read(count), first, edits);
        } else {
            System.out.println("skipped: no media in " + DevMedia.folder());
        }
    }

    private static void measure(String what, List<Still> stills, int first, int edits) {
        for (int part = 0; part < 2; part++) {
            FlashBench bench = new FlashBench();
            BoundaryScore score = new BoundaryScore();
            for (int seed = first + part; seed < first + edits; seed += 2) {
                MadeEdit.Light light = MadeEdit.Light.values()[seed / 2 % MadeEdit.Light.values().length];
                MadeEdit edit = new MadeEdit(stills, SHOTS, List.of(light, MadeEdit.Light.STEADY, light), seed);
                BoundaryScore one = score(edit);
                score.add(one);
                bench.all.merge(light, edit.lit().size(), Integer::sum);
                bench.wrong.merge(light, one.falseAlarms(), Integer::sum);
                if (!one.isPerfect()) {
                    System.out.println("  seed " + seed + " " + light + " " + one);
                }
            }
            System.out.printf(
                    "== %s, %s: %s%n   lights %s, false changes %s%n",
                    what, part == 0 ? "looked at" : "held out", score, bench.all, bench.wrong);
        }
    }

    /** Returns how the changes found in an edit meet its truth. */
    static BoundaryScore score(MadeEdit edit) {
        MotionCompensatedDetector detector = new MotionCompensatedDetector();
        for (Picture picture : edit.pictures()) {
            detector.accept(picture);
        }
        List<DetectedCut> found = new ArrayList<>();
        for (Boundary boundary : detector.finish()) {
            found.add(new DetectedCut(boundary.frame(), boundary.frame() / FPS, boundary.kind()));
        }
        List<Double> hard = edit.hard().stream().map(frame -> frame / FPS).toList();
        List<double[]> soft = edit.soft().stream()
                .map(span ->
                        Arrays.stream(span).mapToDouble(frame -> frame / FPS).toArray())
                .toList();
        BoundaryScore score = new BoundaryScore();
        score.add(found, new BoundaryScore.Marks(hard, soft, List.of(), 1.05 / FPS));
        return score;
    }
}
