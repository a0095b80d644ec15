// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FootageTest {

    @TempDir
    Path folder;

    @Test
    void subfoldersCountAndHiddenFilesDoNot() throws IOException {
        Path day = Files.createDirectory(folder.resolve("day 1"));
        Path clip = Files.createFile(day.resolve("b.MOV"));
        Path other = Files.createFile(folder.resolve("a.mp4"));
        Files.createFile(folder.resolve("._a.mp4"));
        Files.createFile(folder.resolve("notes.txt"));

        Footage footage = Footage.in(folder, "clips");

        assertThat(footage).isEqualTo(new Footage(java.util.List.of(other, clip), 1));
    }

    @Test
    void emptyFolderIsAUsageErrorThatSaysWhatToPutThere() {
        assertThatThrownBy(() -> Footage.in(folder, "clips"))
                .isInstanceOfSatisfying(
                        CliFailure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessage(folder + ": no video files in it; put the MP4 or MOV files of your clips there");
    }

    @Test
    void missingFolderIsNamed() {
        assertThatThrownBy(() -> Footage.in(folder.resolve("nowhere"), "past videos"))
                .hasMessageContaining("nowhere: there is no such folder; name the folder that holds your past videos");
    }
}
