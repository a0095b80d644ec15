// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.footage.CutKind;
import dev.rushes.editorial.footage.DetectedCut;
import dev.rushes.editorial.footage.DetectedShot;
import dev.rushes.editorial.footage.VideoAnalysis;
import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.Texture;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VideoAnalyzerTest {

    private final Texture first = new Texture(1);
    private final Texture second = new Texture(2);
    private final Texture third = new Texture(3);

    private static VideoAnalysis analyze(Film film) throws Exception {
        return new VideoAnalyzer(film).analyze(Path.of("film.mp4"));
    }

    @Test
    void hardCutsAreFoundToTheFrame() throws Exception {
        Film film = new Film()
                .shot(40, i -> first.look(300 + i, 300, 1))
                .shot(23, i -> second.look(500, 400 + 2 * i, 1))
                .shot(31, i -> third.look(400, 300, 1 + i / 100.0));

        VideoAnalysis analysis = analyze(film);

        assertThat(analysis.cuts())
                .containsExactly(
                        new DetectedCut(40, 40 / 30.0, CutKind.HARD_CUT),
                        new DetectedCut(63, 63 / 30.0, CutKind.HARD_CUT));
        assertThat(analysis.frameCount()).isEqualTo(94);
    }

    @Test
    void shotsTileTheVideo() throws Exception {
        VideoAnalysis analysis =
                analyze(new Film().shot(40, i -> first.look(300, 300, 1)).shot(40, i -> second.look(300, 300, 1)));

        assertThat(analysis.shots()).extracting(shot -> shot.frames().start()).containsExactly(0L, 40L);
        assertThat(analysis.shots()).extracting(shot -> shot.frames().end()).containsExactly(40L, 80L);
        assertThat(analysis.shots().getLast().end()).isEqualTo(80 / 30.0, within(1e-9));
        assertThat(analysis.shots())
                .extracting(DetectedShot::visualQuality)
                .allSatisfy(quality -> assertThat(quality).isBetween(0.0, 1.0));
    }

    @Test
    void cameraMovesAreNoCuts() throws Exception {
        Random random = new Random(5);
        Film film = new Film()
                .shot(60, i -> first.look(300 + 5 * i, 300, 1))
                .shot(60, i -> first.look(595 + random.nextInt(9), 300 + random.nextInt(9), 1))
                .shot(60, i -> first.look(600, 304, Math.exp(i / 60.0)));

        assertThat(analyze(film).cuts()).isEmpty();
    }

    @Test
    void flashIsNoCut() throws Exception {
        Film film = new Film()
                .shot(40, i -> first.look(300 + i, 300, 1))
                .shot(2, i -> Texture.flat(235))
                .shot(40, i -> first.look(342 + i, 300, 1));

        assertThat(analyze(film).cuts()).isEmpty();
    }

    @Test
    void dissolveIsOneChangeInItsMiddle() throws Exception {
        Film film = new Film()
                .shot(40, i -> first.look(300, 300, 1))
                .shot(12, i -> Texture.mix(first.look(300, 300, 1), second.look(300, 300, 1), (i + 1) / 13.0))
                .shot(40, i -> second.look(300, 300, 1));

        VideoAnalysis analysis = analyze(film);

        assertThat(analysis.cuts()).singleElement().satisfies(cut -> {
            assertThat(cut.kind()).isEqualTo(CutKind.DISSOLVE);
            assertThat(cut.frame()).isBetween(43L, 49L);
        });
    }

    @Test
    void fadeThroughBlackIsOneChange() throws Exception {
        Picture black = Texture.flat(16);
        Film film = new Film()
                .shot(40, i -> first.look(300, 300, 1))
                .shot(8, i -> Texture.mix(first.look(300, 300, 1), black, (i + 1) / 8.0))
                .shot(8, i -> Texture.mix(black, second.look(300, 300, 1), (i + 1) / 8.0))
                .shot(40, i -> second.look(300, 300, 1));

        assertThat(analyze(film).cuts()).singleElement().satisfies(cut -> {
            assertThat(cut.kind()).isEqualTo(CutKind.DISSOLVE);
            assertThat(cut.frame()).isBetween(44L, 52L);
        });
    }

    @Test
    void fadeInFromBlackIsNoChange() throws Exception {
        Film film = new Film()
                .shot(10, i -> Texture.flat(16))
                .shot(15, i -> Texture.mix(Texture.flat(16), first.look(300, 300, 1), i / 15.0))
                .shot(60, i -> first.look(300, 300, 1));

        assertThat(analyze(film).cuts()).isEmpty();
    }

    @Test
    void whipPanIsOneWhip() throws Exception {
        Film film = new Film()
                .shot(40, i -> first.look(300, 300, 1))
                .shot(4, i -> smeared(first, 330 + 60 * i))
                .shot(4, i -> smeared(second, 60 + 60 * i))
                .shot(40, i -> second.look(300, 300, 1));

        assertThat(analyze(film).cuts()).singleElement().satisfies(cut -> {
            assertThat(cut.kind()).isEqualTo(CutKind.WHIP_PAN);
            assertThat(cut.frame()).isBetween(40L, 48L);
        });
    }

    /** A picture exposed while the camera moved 60 pixels sideways. */
    private static Picture smeared(Texture texture, double x) {
        Picture sum = texture.look(x, 300, 1);
        for (int i = 1; i < 12; i++) {
            sum = Texture.mix(sum, texture.look(x + 5 * i, 300, 1), 1.0 / (i + 1));
        }
        return sum;
    }
}
