// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange.handoff;

import dev.rushes.editorial.interchange.HandOff;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the renderer shows of a cut, worked out anew from its rules (gpu-worker W-21 and the segment planner). */
final class Expected {

    private Expected() {}

    static ReadCut of(HandOff handOff) {
        Timeline timeline = handOff.timeline();
        Ratio rate = ratio(timeline.frameRate());
        List<ReadCut.ReadShot> shots = new ArrayList<>();
        List<ReadCut.Span> blends = new ArrayList<>();
        long taken = 0;
        long before = 0;
        for (int i = 0; i < timeline.shots().size(); i++) {
            Shot shot = timeline.shots().get(i);
            long nextBefore = 0;
            long nextTaken = 0;
            if (i + 1 < timeline.shots().size()) {
                Transition next = timeline.transitions().get(i);
                if (next.kind() != TransitionKind.HARD_CUT) {
                    Shot following = timeline.shots().get(i + 1);
                    nextBefore = Math.min(next.inHandle(), shot.record().count() - taken);
                    nextTaken = Math.min(next.outHandle(), following.record().count());
                    if (nextBefore + nextTaken > 0) {
                        long cut = shot.record().end();
                        blends.add(new ReadCut.Span(cut - nextBefore, cut + nextTaken));
                    }
                }
            }
            ReadCut.Span shown = new ReadCut.Span(
                    shot.record().start() - before, shot.record().end() + nextTaken);
            FrameRate clip = Objects.requireNonNull(handOff.clips().get(shot.clipId()))
                    .timing()
                    .rate();
            List<Long> pictures = new ArrayList<>();
            for (long at = shown.start(); at < shown.end(); at++) {
                long source = shot.source().start() + at - shot.record().start();
                Ratio moment = Ratio.of(source, 1).dividedBy(rate).plus(Ratio.of(1, 1000));
                pictures.add(moment.times(ratio(clip)).floor());
            }
            shots.add(new ReadCut.ReadShot(shot.fileName(), shown, pictures));
            taken = nextTaken;
            before = nextBefore;
        }
        long sample = Math.round(timeline.song().startSeconds() * 44_100);
        return new ReadCut(rate, shots, blends, new ReadCut.ReadSong("song.wav", Ratio.of(sample, 44_100)));
    }

    static Ratio ratio(FrameRate rate) {
        return Ratio.of(rate.numerator(), rate.denominator());
    }
}
