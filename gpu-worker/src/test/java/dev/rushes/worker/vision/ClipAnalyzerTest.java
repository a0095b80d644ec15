// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.footage.SameMoment;
import dev.rushes.worker.vision.picture.Picture;
import dev.rushes.worker.vision.picture.Texture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClipAnalyzerTest {

    private final Texture texture = new Texture(7);

    private static ClipFeatures analyze(Film film) throws Exception {
        return new ClipAnalyzer(film).analyze(Path.of("film.mp4"));
    }

    private Film still(int frames) {
        // a locked camera still sees the sensor's noise
        Picture look = texture.look(400, 400, 1);
        return new Film().shot(frames, i -> noisy(look, i));
    }

    private static Picture noisy(Picture picture, int seed) {
        Picture noisy = picture.copy();
        Random random = new Random(seed);
        for (int i = 0; i < noisy.luma.length; i++) {
            noisy.luma[i] = Texture.sample((noisy.luma[i] & 0xff) + random.nextInt(3) - 1);
        }
        return noisy;
    }

    @Test
    void lockedCameraIsStaticAndUsableThroughout() throws Exception {
        ClipFeatures features = analyze(still(60));

        assertThat(features.motion()).isEqualTo(CameraMotion.STATIC);
        assertThat(features.quality().shake()).isLessThan(0.05);
        assertThat(features.usableWindows()).singleElement().satisfies(window -> {
            assertThat(window.start()).isZero();
            assertThat(window.end()).isEqualTo(2.0, within(1e-6));
        });
        assertThat(features.rejectedReason()).isNull();
    }

    @Test
    void cameraMovesAreNamed() throws Exception {
        assertThat(analyze(new Film().shot(60, i -> texture.look(300 + i, 400, 1)))
                        .motion())
                .isEqualTo(CameraMotion.SLOW_PAN);
        assertThat(analyze(new Film().shot(45, i -> texture.look(300 + 5 * i, 400, 1)))
                        .motion())
                .isEqualTo(CameraMotion.FAST_PAN);
        assertThat(analyze(new Film().shot(60, i -> texture.look(400, 400, Math.exp(i / 150.0))))
                        .motion())
                .isEqualTo(CameraMotion.ZOOM_IN);
        assertThat(analyze(new Film().shot(60, i -> texture.look(400, 400, Math.exp(-i / 150.0))))
                        .motion())
                .isEqualTo(CameraMotion.ZOOM_OUT);
    }

    @Test
    void violentShakeIsRejectedInWords() throws Exception {
        Random random = new Random(11);
        List<double[]> places = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            places.add(new double[] {400 + 14 * random.nextGaussian(), 400 + 14 * random.nextGaussian()});
        }
        ClipFeatures features = analyze(new Film().shot(60, i -> texture.look(places.get(i)[0], places.get(i)[1], 1)));

        assertThat(features.motion()).isEqualTo(CameraMotion.HANDHELD);
        assertThat(features.usableWindows()).isEmpty();
        assertThat(features.rejectedReason()).isEqualTo("too shaky");
    }

    @Test
    void darkBlurredAndBurntClipsAreRejectedInWords() throws Exception {
        Picture look = texture.look(400, 400, 1);
        Picture black = Texture.flat(16);
        Picture white = Texture.flat(235);
        Picture dim = Texture.mix(look, black, 0.86);
        Picture soft = Texture.blurred(look, 12);

        assertThat(analyze(new Film().shot(60, i -> noisy(black, i))).rejectedReason())
                .isEqualTo("black picture");
        assertThat(analyze(new Film().shot(60, i -> noisy(dim, i))).rejectedReason())
                .isEqualTo("too dark");
        assertThat(analyze(new Film().shot(60, i -> noisy(Texture.mix(look, white, 0.95), i)))
                        .rejectedReason())
                .isEqualTo("overexposed");
        assertThat(analyze(new Film().shot(60, i -> Texture.mix(soft, black, i / 600.0)))
                        .rejectedReason())
                .isEqualTo("out of focus");
    }

    @Test
    void coveredLensAtTheStartIsCutOff() throws Exception {
        Picture black = Texture.flat(17);
        Picture look = texture.look(400, 400, 1);
        ClipFeatures features =
                analyze(new Film().shot(30, i -> noisy(black, i)).shot(60, i -> noisy(look, i)));

        assertThat(features.usableWindows()).singleElement().satisfies(window -> {
            assertThat(window.start()).isEqualTo(1.0, within(0.1));
            assertThat(window.end()).isEqualTo(3.0, within(1e-6));
        });
        assertThat(features.remarks()).singleElement().asString().matches("black picture until (0\\.9|1\\.[01]) s");
    }

    @Test
    void calmMomentOfAHopelesslyDarkClipIsRejectedWithTheRest() throws Exception {
        Picture dim = Texture.flat(40);
        Picture look = texture.look(400, 400, 1);
        Film film = new Film()
                .shot(60, i -> noisy(dim, i))
                .shot(30, i -> noisy(look, i))
                .shot(30, i -> noisy(dim, i));

        assertThat(analyze(film).rejectedReason()).isEqualTo("too dark");
    }

    @Test
    void shortClipWithoutFaultIsUsable() throws Exception {
        assertThat(analyze(still(30)).rejectedReason()).isNull();
    }

    @Test
    void lookAndSentenceSayWhatIsSeen() throws Exception {
        ClipFeatures features = analyze(new Film().shot(60, i -> noisy(Texture.flat(120), i)));

        assertThat(features.look().palette()).isNotEmpty().allMatch(colour -> colour.matches("#[0-9a-f]{6}"));
        assertThat(features.look().words()).contains("even light", "monochrome", "calm");
        assertThat(features.description())
                .contains("static camera, little movement; ")
                .endsWith(".");
    }

    @Test
    void damagedPicturesLowerTheQuality() throws Exception {
        ClipFeatures sound = analyze(still(60));
        ClipFeatures damaged = analyze(still(60).damaged(45));

        assertThat(damaged.quality().visual()).isCloseTo(sound.quality().visual() / 4, within(1e-9));
        assertThat(damaged.usableWindows().getFirst().quality())
                .isCloseTo(sound.usableWindows().getFirst().quality() / 4, within(1e-9));
    }

    @Test
    void flatWallIsNotTakenForBlur() throws Exception {
        ClipFeatures features = analyze(new Film().shot(60, i -> noisy(Texture.flat(120), i)));

        assertThat(features.rejectedReason()).isNull();
    }

    @Test
    void frozenEndIsCutOff() throws Exception {
        ClipFeatures features = analyze(
                new Film().shot(45, i -> texture.look(400 + i, 400, 1)).shot(60, i -> texture.look(444, 400, 1)));

        assertThat(features.usableWindows())
                .singleElement()
                .satisfies(window -> assertThat(window.end()).isEqualTo(1.5, within(0.15)));
    }

    @Test
    void laterStartOfTheSameShotIsKnownAsTheSameMoment() throws Exception {
        Texture texture = new Texture(17);
        ClipFeatures first = analyze(new Film().shot(150, i -> swing(texture, i)));
        ClipFeatures later = analyze(new Film().shot(150, i -> swing(texture, i + 30)));
        ClipFeatures other = analyze(new Film().shot(150, i -> swing(new Texture(18), 2 * i)));

        assertThat(first.takeSignature().hashes()).hasSize(10);
        assertThat(first.takeSignature().motion()).hasSize(24);
        assertThat(first.takeSignature().sound()).isEmpty();
        assertThat(SameMoment.of(first.takeSignature()).isThatOf(SameMoment.of(later.takeSignature()), true))
                .isTrue();
        assertThat(SameMoment.of(first.takeSignature()).isThatOf(SameMoment.of(other.takeSignature()), true))
                .isFalse();
    }

    private static Picture swing(Texture texture, int frame) {
        return texture.look(400 + 60 * Math.sin(frame / 11.0), 400 + 30 * Math.sin(frame / 17.0), 1);
    }

    @Test
    void motionCurveRisesWhereTheCameraMoves() throws Exception {
        Picture look = texture.look(400, 400, 1);
        ClipFeatures features =
                analyze(new Film().shot(60, i -> noisy(look, i)).shot(60, i -> texture.look(400 + 4 * i, 400, 1)));

        assertThat(features.motionCurve().mean(2.5, 4, 0))
                .isGreaterThan(features.motionCurve().mean(0, 1.5, 1) + 0.3);
    }

    @Test
    void likeLooksHaveCloseHashes() throws Exception {
        long hash = analyze(still(30)).lookHash();
        long again = analyze(new Film().shot(30, i -> noisy(texture.look(401, 400, 1), i)))
                .lookHash();
        long other = analyze(new Film().shot(30, i -> new Texture(8).look(400, 400, 1)))
                .lookHash();

        assertThat(Long.bitCount(hash ^ again)).isLessThan(10);
        assertThat(Long.bitCount(hash ^ other)).isGreaterThan(16);
    }

    @Test
    void progressEndsAtTheLastFrame() throws Exception {
        List<Long> done = new ArrayList<>();
        new ClipAnalyzer(still(40)).analyze(Path.of("film.mp4"), (frames, total) -> {
            assertThat(total).isEqualTo(40);
            done.add(frames);
        });

        assertThat(done).isSorted().last().isEqualTo(40L);
    }

    @Test
    void subjectBoxFollowsWhatMoves() throws Exception {
        Picture wall = texture.look(400, 400, 1);
        Picture patch = texture.look(900, 100, 1);
        ClipFeatures features = analyze(new Film().shot(60, i -> {
            Picture picture = wall.copy();
            for (int y = 100; y < 160; y++) {
                System.arraycopy(patch.luma, y * 144 + 50, picture.luma, y * 144 + 5 + i, 40);
            }
            return picture;
        }));

        assertThat(features.subjectTrack().getFirst().centerX())
                .isLessThan(features.subjectTrack().getLast().centerX() - 0.05);
    }

    @Test
    void subjectBoxFollowsTheBrightPatch() throws Exception {
        Picture left = Texture.flat(60);
        for (int y = 90; y < 150; y++) {
            for (int x = 20; x < 50; x++) {
                left.luma[y * 144 + x] = (byte) 220;
            }
        }
        ClipFeatures features = analyze(new Film().shot(60, i -> noisy(left, i)));

        assertThat(features.subjectTrack()).isNotEmpty().allSatisfy(box -> {
            assertThat(box.centerX()).isEqualTo(35 / 144.0, within(0.08));
            assertThat(box.centerY()).isEqualTo(120 / 256.0, within(0.08));
        });
    }

    @Test
    void glanceSeesWhatTheFullLookSees() throws Exception {
        Film film = still(150);
        ClipFeatures full = analyze(film);
        ClipFeatures glanced = new ClipAnalyzer(still(150)).glance(Path.of("film.mp4"));

        assertThat(glanced.durationSeconds()).isEqualTo(full.durationSeconds(), within(0.05));
        assertThat(glanced.framing().shotType()).isEqualTo(full.framing().shotType());
        assertThat(glanced.quality().exposure()).isEqualTo(full.quality().exposure(), within(0.02));
        assertThat(glanced.isUsable()).isTrue();
        assertThat(Long.bitCount(glanced.lookHash() ^ full.lookHash())).isLessThan(10);
        assertThat(glanced.subjectTrack()).isNotEmpty();
    }

    @Test
    void glanceClaimsNothingOfMotion() throws Exception {
        ClipFeatures glanced = new ClipAnalyzer(new Film().shot(120, i -> texture.look(300 + 5 * i, 400, 1)))
                .glance(Path.of("film.mp4"));

        assertThat(glanced.motion()).isEqualTo(CameraMotion.STATIC);
        assertThat(glanced.motionIntensity()).isEqualTo(0.5);
        assertThat(glanced.motionCurve().values()).isEmpty();
    }

    @Test
    void glanceRejectsABlackClip() throws Exception {
        Film black = new Film().shot(90, i -> noisy(Texture.flat(16), i));

        assertThat(new ClipAnalyzer(black).glance(Path.of("film.mp4")).rejectedReason())
                .isEqualTo("black picture");
    }
}
