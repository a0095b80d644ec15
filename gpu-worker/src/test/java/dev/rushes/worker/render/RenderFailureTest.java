// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import static dev.rushes.worker.render.RenderFixtures.aTimeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.worker.decode.UnreadableMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class RenderFailureTest extends RenderStudio {
    @Test
    void progressRisesFromNothingToAll() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        List<Long> steps = new ArrayList<>();
        renderer.render(
                plan(aTimeline(FrameRate.FPS_30)
                        .shot("a", 0, 40)
                        .shot("a", 50, 12)
                        .build()),
                (done, total) -> steps.add(done));
        assertThat(steps).isSorted().startsWith(0L).endsWith(52L);
    }

    @Test
    void cancelLeavesNothingBehind() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        RenderFixtures timeline = aTimeline(FrameRate.FPS_30);
        for (int i = 0; i < 40; i++) {
            timeline.shot("a", i, 200);
        }
        RenderPlan plan = plan(timeline.build());
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Long> frames = new AtomicReference<>(0L);
        Thread render = Thread.ofPlatform().start(() -> {
            try {
                renderer.render(plan, (done, total) -> frames.set(done));
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> frames.get() > 0);
        render.interrupt();
        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> !render.isAlive());
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(ProcessHandle.current()
                        .descendants()
                        .filter(p -> p.info().command().orElse("").endsWith("ffmpeg")))
                .isEmpty();
        assertThat(BarcodeClip.isEmpty(directory.resolve("out"))).isTrue();
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            assertThat(files.filter(Files::isDirectory)).isEmpty();
        }
    }

    @Test
    void brokenClipIsNamedAndLeavesNothingBehind() throws Exception {
        Path broken = directory.resolve("broken.mp4");
        Files.writeString(broken, "this is no video");
        clips.put("b", RenderFixtures.clip(broken, "broken", List.of()));
        assertThatThrownBy(() ->
                        render(aTimeline(FrameRate.FPS_30).shot("b", 0, 10).build()))
                .isInstanceOf(UnreadableMedia.class)
                .hasMessageContaining("broken.mp4");
        assertThat(BarcodeClip.isEmpty(directory.resolve("out"))).isTrue();
    }

    @Test
    void missingOutputFolderIsSaidAtOnce() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        Files.delete(directory.resolve("out"));
        assertThatThrownBy(() ->
                        render(aTimeline(FrameRate.FPS_30).shot("a", 0, 10).build()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void everyBrokenShotIsNamedWithItsTimeAndTheRestIsKept() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        Path first = directory.resolve("first.mp4");
        Path second = directory.resolve("second.mp4");
        Files.writeString(first, "this is no video");
        Files.writeString(second, "nor is this");
        clips.put("b", RenderFixtures.clip(first, "b1", List.of()));
        clips.put("c", RenderFixtures.clip(second, "c1", List.of()));
        Timeline timeline = aTimeline(FrameRate.FPS_30)
                .shot("a", 0, 15)
                .shot("b", 0, 30)
                .shot("c", 0, 15)
                .shot("b", 40, 15)
                .build();
        assertThatThrownBy(() -> render(timeline))
                .isInstanceOf(UnreadableMedia.class)
                .hasMessageContaining("Shots 2 (0:00.50), 4 (0:02.00): first.mp4 cannot be decoded")
                .hasMessageContaining("Shot 3 (0:01.50): second.mp4 cannot be decoded")
                .hasMessageContaining("Replace or delete these shots, then render again");

        RenderClip good = Objects.requireNonNull(clips.get("a"));
        clips.put("b", RenderFixtures.clip(good.file(), "b2", List.of()));
        clips.put("c", RenderFixtures.clip(good.file(), "c2", List.of()));
        assertThat(render(timeline).frameCount()).isEqualTo(75);
    }
}
