// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentPlannerTest {

    private static void tiles(Timeline timeline) {
        long at = 0;
        for (Segment segment : SegmentPlanner.plan(timeline)) {
            assertThat(segment.record().start()).isEqualTo(at);
            assertThat(segment.record().count()).isPositive();
            at = segment.record().end();
        }
        assertThat(at).isEqualTo(timeline.frameCount());
    }

    @Test
    void hardCutsGiveOneSegmentEach() {
        Timeline timeline = RenderFixtures.aTimeline(FrameRate.FPS_30)
                .shot("a", 10, 20)
                .shot("b", 0, 5)
                .build();
        tiles(timeline);
        assertThat(SegmentPlanner.plan(timeline)).hasSize(2);
    }

    @Test
    void dissolveTakesItsFramesFromBothShotsAroundTheCut() {
        Timeline timeline = RenderFixtures.aTimeline(FrameRate.FPS_30)
                .shot("a", 10, 20)
                .shot("b", 50, 30, TransitionKind.QUICK_DISSOLVE, 4, 3)
                .build();
        tiles(timeline);
        List<Segment> segments = SegmentPlanner.plan(timeline);
        Segment.Blend blend = (Segment.Blend) segments.get(1);
        assertThat(blend.record()).isEqualTo(new FrameRange(16, 7));
        assertThat(blend.outgoing().source()).isEqualTo(new FrameRange(26, 7));
        assertThat(blend.incoming().source()).isEqualTo(new FrameRange(46, 7));
        assertThat(segments.get(2).footage().getFirst().source()).isEqualTo(new FrameRange(53, 27));
    }

    @Test
    void handlesLongerThanTheShotAreShortened() {
        tiles(RenderFixtures.aTimeline(FrameRate.FPS_30)
                .shot("a", 10, 6)
                .shot("b", 50, 5, TransitionKind.WHIP_PAN, 9, 9)
                .shot("c", 50, 5, TransitionKind.QUICK_DISSOLVE, 9, 9)
                .shot("d", 50, 5)
                .build());
    }
}
