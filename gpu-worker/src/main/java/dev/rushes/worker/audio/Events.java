// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.SongEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds drops, builds and breaks: bars where the energy of the bars after differs most from that of the bars before. A
 * build is what rises, or falls silent, before a drop.
 *
 * <pre>
 *              ######      drop: mean after - mean before, largest within reach
 *     ..::==##:######
 *     build   ^ fall silent for the last bar or less
 * </pre>
 */
final class Events {

    /** Bars compared on either side. */
    private static final int REACH = 4;

    /** Change of energy that counts; the made songs' choruses rise by 0.25 to 0.6, a fill by less than 0.1. */
    private static final double LEAST_CHANGE = .15;

    private static final int LONGEST_BUILD = 8;
    private static final double BUILD_SLOPE = .02;

    private final double[] bars;
    private final double[] levels;
    private final double end;

    private Events(double[] bars, EnergyCurve energy, double end) {
        this.bars = bars;
        this.end = end;
        levels = new double[bars.length];
        for (int i = 0; i < bars.length; i++) {
            levels[i] = energy.mean(bars[i], i + 1 < bars.length ? bars[i + 1] : end);
        }
    }

    /** Returns the events in time order; none where fewer than eight bars are known. */
    static List<SongEvent> of(List<Beat> beats, EnergyCurve energy, double duration) {
        double[] bars = beats.stream()
                .filter(Beat::isDownbeat)
                .mapToDouble(Beat::seconds)
                .toArray();
        return bars.length < 2 * REACH ? List.of() : new Events(bars, energy, duration).find();
    }

    private List<SongEvent> find() {
        List<SongEvent> events = new ArrayList<>();
        for (int bar = 1; bar < bars.length - 1; bar++) {
            double change = change(bar);
            if (Math.abs(change) < LEAST_CHANGE || !isExtreme(bar, change)) {
                continue;
            }
            if (change > 0) {
                events.add(new SongEvent(SongEvent.Kind.DROP, bars[bar], bars[bar + 1], Math.min(1, change)));
                int from = buildStart(bar);
                if (bar - from >= 2) {
                    events.add(new SongEvent(
                            SongEvent.Kind.BUILD, bars[from], bars[bar], Math.clamp(levels[bar] - levels[from], 0, 1)));
                }
            } else {
                int until = bar + 1;
                while (until < bars.length && levels[until] < levels[bar] + LEAST_CHANGE) {
                    until++;
                }
                double stop = until < bars.length ? bars[until] : end;
                events.add(new SongEvent(SongEvent.Kind.BREAK, bars[bar], stop, Math.min(1, -change)));
            }
        }
        events.sort(Comparator.comparingDouble(SongEvent::start));
        return events;
    }

    private double change(int bar) {
        int from = Math.max(0, bar - REACH);
        int to = Math.min(levels.length, bar + REACH);
        return mean(bar, to) - mean(from, bar);
    }

    private boolean isExtreme(int bar, double change) {
        for (int near = Math.max(1, bar - REACH + 1); near < Math.min(bars.length - 1, bar + REACH); near++) {
            double other = Math.signum(change) * change(near);
            if (other > Math.abs(change) || (other == Math.abs(change) && near < bar)) {
                return false;
            }
        }
        return true;
    }

    /** Goes back while energy keeps rising, bar by bar; the last bar before the drop may fall silent. */
    private int buildStart(int drop) {
        int from = drop - 1;
        while (from > 0
                && drop - from < LONGEST_BUILD
                && levels[from] - levels[from - 1] > BUILD_SLOPE * (from == drop - 1 ? -10 : 1)) {
            from--;
        }
        return from;
    }

    private double mean(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += levels[i];
        }
        return sum / Math.max(1, to - from);
    }
}
