// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.Loudness;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words for how a song feels, from tempo, loudness, density and color: rules of thumb. */
final class Moods {

    private static final double FAST_BPM = 120;
    private static final double SLOW_BPM = 90;
    private static final double PRESSED_DB = 11;
    private static final double OPEN_DB = 17;
    private static final double WIDE_LU = 9;

    private final double bpm;
    private final double confidence;
    private final Loudness loudness;
    private final double brightness;
    private final double attack;
    private final double rising;

    Moods(Pulse pulse, Loudness loudness, Flux flux, EnergyCurve energy, double duration) {
        this.bpm = pulse.bpm();
        this.confidence = pulse.confidence();
        this.loudness = loudness;
        double low = Onsets.mean(flux.levels()[0]) + Onsets.mean(flux.levels()[1]);
        double high = Onsets.mean(flux.levels()[2]) + Onsets.mean(flux.levels()[3]);
        this.brightness = high / Math.max(1e-9, low + high);
        this.attack = pulse.onsets().attack();
        this.rising = energy.mean(duration * 2 / 3, duration) - energy.mean(0, duration / 3);
    }

    List<String> words() {
        List<String> words = new ArrayList<>();
        boolean isHard = attack > .8 || loudness.crestDb() < PRESSED_DB;
        if (bpm >= FAST_BPM) {
            words.add(isHard ? "driving" : "lively");
        } else if (bpm > 0 && bpm <= SLOW_BPM) {
            words.add(isHard ? "heavy" : "calm");
        } else if (bpm > 0) {
            words.add(isHard ? "groovy" : "easy");
        } else {
            words.add("free");
        }
        if (brightness > .35) {
            words.add("bright");
        } else if (brightness < .2) {
            words.add("dark");
        }
        if (loudness.crestDb() > OPEN_DB) {
            words.add("airy");
        } else if (loudness.crestDb() < PRESSED_DB) {
            words.add("dense");
        }
        if (loudness.rangeLu() > WIDE_LU) {
            words.add("dynamic");
        }
        if (rising > .2) {
            words.add("building");
        }
        return words;
    }

    /** What the sound suits. */
    String use(boolean hasDrops) {
        if (bpm == 0) {
            return "background, cut on an even grid";
        }
        if (hasDrops) {
            return "opener or reveal: cut to the drop";
        }
        if (bpm >= FAST_BPM) {
            return "fast montage";
        }
        return bpm <= SLOW_BPM ? "slow portrait or closing" : "product or lifestyle montage";
    }

    /** One plain sentence. */
    String summary(int meter) {
        if (bpm == 0) {
            return "No steady beat was found: cuts follow an even grid unless you tap the beat.";
        }
        String bars = meter == 0 ? "" : ", bars of " + meter;
        String trust = confidence < .5 ? "; the beat is unsure, listen to it first" : "";
        return String.format(Locale.ROOT, "A beat of %.1f BPM%s%s.", bpm, bars, trust);
    }
}
