// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Timeline;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * P-34: fifty cuts by the bit, explanations included, against those of earlier processes: collections of the JDK have another order in
 * each, which two cuts in one do not show. {@code -Dgolden.update=true} rewrites them after a change that is meant to change cuts.
 */
@Tag("promise")
class GoldenCutsTest {
    private static final Path FILE = Path.of("src/test/resources/golden/cuts.txt");
    private static final int CUTS = 50;
    private static final List<FrameRate> RATES =
            List.of(FrameRate.FPS_30, new FrameRate(25, 1), new FrameRate(30000, 1001), new FrameRate(24000, 1001));
    private static final double[] SECONDS = {15, 30, 45, 60};
    private static final int[] CLIPS = {6, 12, 25, 40, 60};

    @Test
    void equalInputsGiveEqualCutsInEveryProcess() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int seed = 1; seed <= CUTS; seed++) {
            lines.append(line(seed)).append('\n');
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(FILE, lines);
        }
        assertThat(lines.toString()).isEqualTo(Files.readString(FILE));
    }

    private static String line(int seed) throws NoSuchAlgorithmException {
        FrameRate rate = RATES.get(seed % RATES.size());
        double seconds = SECONDS[seed / RATES.size() % SECONDS.length];
        int clips = CLIPS[seed % CLIPS.length];
        SequenceRequest request = SequenceFixtures.request(
                rate,
                seconds,
                SequenceFixtures.song(80 + seed % 9 * 10, 165, seed),
                SequenceFixtures.clips(clips, seed),
                seed);
        if (!(new SequenceOptimizer().optimize(request) instanceof SequenceOutcome.Cut(Timeline cut))) {
            return seed + ": cannot be cut";
        }
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(cut.toString().getBytes(StandardCharsets.UTF_8));
        return "%d: %.0f s of %d clips at %s, %d shots, %s"
                .formatted(
                        seed,
                        seconds,
                        clips,
                        rate,
                        cut.shots().size(),
                        HexFormat.of().formatHex(digest));
    }
}
