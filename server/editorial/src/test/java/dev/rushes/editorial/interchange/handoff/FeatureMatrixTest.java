// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.interchange.Feature;
import dev.rushes.editorial.interchange.FeatureMatrix;
import dev.rushes.editorial.interchange.FeatureMatrix.Carriage;
import dev.rushes.editorial.interchange.Format;
import dev.rushes.editorial.interchange.HandOff;
import dev.rushes.editorial.interchange.Loss;
import dev.rushes.editorial.interchange.LossReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class FeatureMatrixTest {

    private static final Path PACKAGE = Path.of("src/main/java/dev/rushes/editorial/interchange/package-info.java");

    @Test
    void documentedTableIsTheCodes() throws IOException {
        List<List<String>> documented = Files.readString(PACKAGE)
                .lines()
                .dropWhile(line -> !line.contains("<pre>"))
                .skip(2)
                .takeWhile(line -> !line.contains("</pre>"))
                .map(line -> List.of(line.substring(" *   ".length()).split(" {2,}")))
                .toList();
        List<List<String>> wanted = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            List<String> row = new ArrayList<>(List.of(feature.words()));
            for (Format format : Format.values()) {
                row.add(FeatureMatrix.carriage(format, feature).name().toLowerCase(Locale.ROOT));
            }
            wanted.add(row);
        }
        assertThat(documented).isEqualTo(wanted);
    }

    @Test
    void onlyWhatIsNotCarriedWholeIsReportedAsLost() {
        for (long seed = 0; seed < 40; seed++) {
            HandOff cut = HandOffs.random(seed);
            for (Format format : Format.values()) {
                LossReport report = HandOffRoundTripTest.write(format, cut, new StringBuilder());
                for (Loss loss : report.losses()) {
                    assertThat(FeatureMatrix.carriage(format, loss.feature()))
                            .as("%s: %s", format, loss)
                            .isNotEqualTo(Carriage.YES);
                }
            }
        }
    }
}
