// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.sequence.Candidate;
import dev.rushes.server.analysis.Analysis;
import dev.rushes.server.analysis.Finding;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaKind;
import dev.rushes.testkit.sample.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RushesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aCopyOfAClipIsLeftOutAndNamesTheFirst() {
        Media first = clip("m1", "a.mp4", "aa");
        Media copy = clip("m2", "a copy.mp4", "aa");
        Media other = clip("m3", "b.mp4", "bb");
        Rushes rushes = new Rushes(
                List.of(first, copy, other), Map.of("m1", looked(first), "m2", looked(copy), "m3", looked(other)));

        assertThat(rushes.candidates()).extracting(Candidate::clipId).containsExactly("m1", "m3");
        assertThat(rushes.rejected())
                .containsExactly(new RejectedClip("m2", "a copy.mp4", "a copy of \"a.mp4\"; one of them is enough"));
    }

    private static Media clip(String id, String name, String sha256) {
        return new Media(id, "job", MediaKind.CLIP, name, 10, sha256, true, NOW);
    }

    private static Analysis looked(Media media) {
        return new Analysis(
                "analysis-" + media.id(),
                new Analysis.Key(media.sha256(), MediaKind.CLIP, "clip-1"),
                10,
                media.fileName(),
                Analysis.State.SUCCEEDED,
                1,
                0,
                new Finding.OfClip(Samples.clip(null)),
                null,
                NOW);
    }
}
