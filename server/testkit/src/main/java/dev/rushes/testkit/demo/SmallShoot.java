// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import dev.rushes.testkit.demo.ClipScript.Flaw;
import dev.rushes.testkit.demo.ClipScript.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Some clips of the demo at a quarter of the pixels and a short song with known beats, for tests of the whole program: made
 * in seconds, always the same.
 */
public final class SmallShoot {

    private static final Format SMALL = new Format(360, 640, 30);

    private static final Set<String> CHOSEN = Set.of(
            "dress_wide_front",
            "dress_medium_front",
            "dress_wide_side",
            "coat_medium_front",
            "coat_wide_front",
            "coat_medium_side",
            "sneaker_hero",
            "bag_hero",
            "flatlay_overhead",
            "spoilt_blurred",
            "spoilt_dark");

    private SmallShoot() {}

    /** The song: 120 BPM, 14 bars, 29 seconds; a beat every 15 frames at 30 frames a second. */
    public static SongPlan songPlan() {
        return new SongPlan(
                120,
                0.25,
                List.of(
                        new SongPlan.Part(SongPlan.Character.INTRO, 2),
                        new SongPlan.Part(SongPlan.Character.VERSE, 4),
                        new SongPlan.Part(SongPlan.Character.CHORUS, 6),
                        new SongPlan.Part(SongPlan.Character.OUTRO, 2)));
    }

    /** Returns the names of the clips made spoilt on purpose. */
    public static Set<String> spoilt() {
        return scripts().stream()
                .filter(script -> script.flaw() != Flaw.NONE)
                .map(SmallShoot::fileName)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Films every clip into a folder that exists. */
    public static void film(Path folder) throws IOException, InterruptedException {
        for (ClipScript script : scripts()) {
            var painter = new ClipPainter(script);
            ClipEncoder.encode(
                    folder.resolve(fileName(script)), script.format().fps(), script.frameCount(), painter::frame);
        }
    }

    /** Plays the song into a WAV file. */
    public static void record(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Wav.write(file, SongSynth.play(songPlan()), SongSynth.SAMPLE_RATE);
    }

    static List<ClipScript> scripts() {
        return ShootPlan.demo().stream()
                .filter(script -> CHOSEN.contains(script.name()))
                .map(script -> new ClipScript(
                        script.name(),
                        SMALL,
                        script.seconds(),
                        script.palette(),
                        script.subject(),
                        script.framing(),
                        script.camera(),
                        script.flaw()))
                .toList();
    }

    private static String fileName(ClipScript script) {
        return script.name() + ".mp4";
    }
}
