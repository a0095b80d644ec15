// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a timeline into segments. Cut points stay where they are:
 *
 * <pre>
 *   shots     |----- A -----|----- B -----|      inHandle 2, outHandle 3 at the first cut
 *   segments  |--- A ---|blend|--- B -----|      the blend covers [cut - 2, cut + 3)
 * </pre>
 */
final class SegmentPlanner {

    private SegmentPlanner() {}

    /** Returns segments that tile the timeline; handles longer than a shot are shortened to fit. */
    static List<Segment> plan(Timeline timeline) {
        List<Segment> segments = new ArrayList<>();
        List<Shot> shots = timeline.shots();
        long taken = 0;
        for (int i = 0; i < shots.size(); i++) {
            Shot shot = shots.get(i);
            Transition next = softTransition(timeline, i);
            long before = next == null
                    ? 0
                    : Math.clamp(next.inHandle(), 0, shot.record().count() - taken);
            long plain = shot.record().count() - taken - before;
            if (plain > 0) {
                segments.add(new Segment.Plain(
                        new FrameRange(shot.record().start() + taken, plain),
                        new Segment.Footage(shot, new FrameRange(shot.source().start() + taken, plain))));
            }
            taken = 0;
            if (next != null) {
                Shot incoming = shots.get(i + 1);
                long after = Math.clamp(next.outHandle(), 0, incoming.record().count());
                if (before + after > 0) {
                    segments.add(blend(next.kind(), shot, incoming, before, after));
                    taken = after;
                }
            }
        }
        return List.copyOf(segments);
    }

    private static @Nullable Transition softTransition(Timeline timeline, int shot) {
        if (shot == timeline.shots().size() - 1) {
            return null;
        }
        Transition next = timeline.transitions().get(shot);
        return next.kind() == TransitionKind.HARD_CUT ? null : next;
    }

    private static Segment blend(TransitionKind kind, Shot outgoing, Shot incoming, long before, long after) {
        long count = before + after;
        return new Segment.Blend(
                new FrameRange(incoming.record().start() - before, count),
                kind,
                before,
                new Segment.Footage(outgoing, new FrameRange(outgoing.source().end() - before, count)),
                new Segment.Footage(incoming, new FrameRange(incoming.source().start() - before, count)));
    }
}
