// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import static dev.rushes.worker.render.BarcodeClip.expected;
import static dev.rushes.worker.render.RenderFixtures.aTimeline;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.TransitionKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("promise")
final class SegmentReuseTest extends RenderStudio {
    @Test
    void cachedRenderGivesTheSameBytes() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        Timeline timeline = aTimeline(FrameRate.FPS_30)
                .shot("a", 0, 10)
                .shot("a", 50, 12, TransitionKind.QUICK_DISSOLVE, 2, 2)
                .shot("a", 100, 10)
                .build();
        RenderedFile first = render(timeline);
        RenderedFile second = render(timeline);
        assertThat(first.cachedSegmentCount()).isZero();
        assertThat(second.cachedSegmentCount()).isEqualTo(second.segmentCount()).isEqualTo(4);
        assertThat(second.sha256()).isEqualTo(first.sha256()).isEqualTo(Digests.sha256(output()));
        assertThat(second.sizeBytes()).isEqualTo(Files.size(output()));
    }

    @Test
    void damagedCacheFileIsMadeAgain() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        Timeline timeline =
                aTimeline(FrameRate.FPS_30).shot("a", 0, 10).shot("a", 50, 12).build();
        RenderedFile first = render(timeline);
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".mp4")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            }
        }
        RenderedFile second = render(timeline);
        assertThat(second.cachedSegmentCount()).isZero();
        assertThat(second.sha256()).isEqualTo(first.sha256());
    }

    @Test
    void cacheKeepsItsBound() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        RenderPlan plan = plan(
                aTimeline(FrameRate.FPS_30).shot("a", 0, 10).shot("a", 50, 12).build());
        renderer.render(
                new RenderPlan(
                        plan.timeline(),
                        plan.clips(),
                        plan.song(),
                        plan.output(),
                        new RenderPlan.Cache(directory.resolve("cache"), 1),
                        1),
                (done, total) -> {});
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            assertThat(files.map(Path::toString).filter(f -> f.endsWith(".mp4") || f.endsWith(".sha256")))
                    .isEmpty();
        }
    }

    @Test
    void partsGoWithTheFootageTheyWereMadeOf() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        clip("b", List.of("-r", "25"), X264);
        RenderPlan plan = plan(aTimeline(FrameRate.FPS_30)
                .shot("a", 0, 10)
                .shot("b", 50, 12, TransitionKind.QUICK_DISSOLVE, 2, 2)
                .shot("a", 100, 10)
                .build());
        renderer.render(plan, (done, total) -> {});
        RenderPlan.Cache cache = new RenderPlan.Cache(directory.resolve("cache"), Long.MAX_VALUE);
        assertThat(renderer.sweep(cache)).as("parts of footage that is there").isZero();
        Set<String> before = segments();

        RenderClip gone = Objects.requireNonNull(plan.clips().get("b"));
        Files.delete(gone.file());
        // Both parts with it, and what is known of it.
        assertThat(renderer.sweep(cache)).isEqualTo(3);

        Set<String> after = segments();
        assertThat(before).containsAll(after).hasSize(after.size() + 2);
        assertThat(everything()).noneMatch(name -> name.startsWith(gone.sha256()));
    }

    @Test
    void partsOfUnknownOriginAreDropped() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        render(aTimeline(FrameRate.FPS_30).shot("a", 0, 10).build());
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".sources")).toList()) {
                Files.delete(file);
            }
        }

        int dropped = renderer.sweep(new RenderPlan.Cache(directory.resolve("cache"), Long.MAX_VALUE));

        assertThat(dropped).isEqualTo(3);
        assertThat(everything()).isEmpty();
    }

    @Test
    void onlyTheChangedShotIsEncodedAgain() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        render(sixShots(100).build());
        Set<String> before = segments();
        assertThat(before).hasSize(8);

        RenderedFile second = render(sixShots(130).build());
        Set<String> made = segments();
        made.removeAll(before);
        // The changed shot's plain part; the dissolve beside it is between two others.
        assertThat(made).hasSize(1);
        assertThat(second.segmentCount() - second.cachedSegmentCount()).isEqualTo(1);
        List<Integer> wanted = new ArrayList<>(expected(FrameRate.FPS_30, FrameRate.FPS_30, 130, 10));
        assertThat(BarcodeClip.numbers(output()).subList(30, 40)).isEqualTo(wanted);
    }

    @Test
    void aChangedShotTakesItsDissolveWithIt() throws Exception {
        clip("a", List.of("-r", "30"), X264);
        render(aTimeline(FrameRate.FPS_30)
                .shot("a", 0, 10)
                .shot("a", 50, 12, TransitionKind.QUICK_DISSOLVE, 2, 2)
                .shot("a", 100, 10)
                .build());
        Set<String> before = segments();
        RenderedFile second = render(aTimeline(FrameRate.FPS_30)
                .shot("a", 0, 10)
                .shot("a", 70, 12, TransitionKind.QUICK_DISSOLVE, 2, 2)
                .shot("a", 100, 10)
                .build());
        Set<String> made = segments();
        made.removeAll(before);
        assertThat(made).hasSize(2);
        assertThat(second.segmentCount() - second.cachedSegmentCount()).isEqualTo(2);
    }

    /** Six shots, a dissolve between the first two; the fourth begins at {@code start}. */
    private static RenderFixtures sixShots(long start) {
        return aTimeline(FrameRate.FPS_30)
                .shot("a", 0, 10)
                .shot("a", 50, 10, TransitionKind.QUICK_DISSOLVE, 2, 2)
                .shot("a", 20, 10)
                .shot("a", start, 10)
                .shot("a", 160, 10)
                .shot("a", 180, 10);
    }

    /** Returns the names of all finished segments; the sound is one. */
    private Set<String> segments() throws IOException {
        return everything().stream()
                .filter(name -> name.endsWith(".mp4"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> everything() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
