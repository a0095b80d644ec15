// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.edit.Cuts;
import dev.rushes.editorial.time.FrameRange;
import org.junit.jupiter.api.Test;

/** In {@link Cuts}, shot sN shows frames 100 to 130 of clip cN from frame 30 (N - 1) of the timeline on. */
class TimelineTest {
    @Test
    void framesOfAClipStandWhereTheirShotShowsThem() {
        Timeline cut = Cuts.of(3);
        assertThat(cut.standings("c2", new FrameRange(110, 1)))
                .containsExactly(new Timeline.Standing("s2", new FrameRange(40, 1)));
        assertThat(cut.standings("c3", new FrameRange(120, 20)))
                .as("the part that is shown")
                .containsExactly(new Timeline.Standing("s3", new FrameRange(80, 10)));
        assertThat(cut.standings("c1", new FrameRange(90, 11)))
                .containsExactly(new Timeline.Standing("s1", new FrameRange(0, 1)));
    }

    @Test
    void framesBesideAShotAreNotInTheCut() {
        Timeline cut = Cuts.of(3);
        assertThat(cut.standings("c2", new FrameRange(99, 1))).isEmpty();
        assertThat(cut.standings("c2", new FrameRange(130, 5))).isEmpty();
        assertThat(cut.standings("c9", new FrameRange(110, 1))).isEmpty();
    }
}
