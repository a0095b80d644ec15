// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.interchange.Format;
import dev.rushes.editorial.interchange.HandOff;
import dev.rushes.editorial.interchange.Loss;
import dev.rushes.editorial.interchange.LossReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents and loss reports by the letter; {@code -Dgolden.update=true} rewrites them. */
final class HandOffGoldenTest {

    private static final Path ROOT = Path.of("src/test/resources/golden");

    @ParameterizedTest
    @EnumSource(names = {"XMEML", "FCPXML", "OTIO", "EDL"})
    void documentedCutIsWrittenByTheLetter(Format format) throws IOException {
        compare(format, "documented", HandOffs.documented());
    }

    @ParameterizedTest
    @EnumSource(names = {"XMEML", "FCPXML", "OTIO", "EDL"})
    void dropFrameCutIsWrittenByTheLetter(Format format) throws IOException {
        compare(format, "broadcast", HandOffs.broadcast());
    }

    private static void compare(Format format, String name, HandOff cut) throws IOException {
        StringBuilder document = new StringBuilder();
        LossReport report = format.write(cut, document);
        Path folder = ROOT.resolve(format.label().toLowerCase(Locale.ROOT));
        same(folder.resolve(name + format.suffix()), document.toString());
        same(
                folder.resolve(name + ".losses.txt"),
                report.losses().stream().map(Loss::toString).collect(Collectors.joining("\n", "", "\n")));
    }

    private static void same(Path file, String text) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }
}
