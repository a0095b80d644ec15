// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.api.worker.v1.MediaSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MediaFilesTest {

    @TempDir
    Path folder;

    private Path root;
    private Path secret;
    private MediaFiles files;

    @BeforeEach
    void makeFolders() throws IOException {
        root = Files.createDirectory(folder.resolve("media"));
        secret = Files.writeString(folder.resolve("secret"), "x");
        files = MediaFiles.below(root);
    }

    private static MediaSource source(Path path) {
        return MediaSource.newBuilder()
                .setLocalPath(path.toString())
                .setFileName("clip.mp4")
                .build();
    }

    @Test
    void fileBelowTheRootIsGiven() throws IOException {
        Path clip = Files.writeString(root.resolve("clip"), "x");

        assertThat(files.source(source(clip))).isEqualTo(clip.toRealPath());
    }

    @Test
    void dotsAndLinksOutOfTheRootAreRefused() throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("link"), secret);

        assertThatThrownBy(() -> files.source(source(root.resolve("../secret"))))
                .hasMessageContaining("expected: below the media root");
        assertThatThrownBy(() -> files.source(source(link))).hasMessageContaining("expected: below the media root");
    }

    @Test
    void outputOutsideTheRootIsRefusedAndNoFolderIsMade() {
        Path outside = folder.resolve("new/edit.mp4");

        assertThatThrownBy(() -> files.target(outside.toString()))
                .hasMessageContaining("expected: below the media root");
        assertThat(outside.getParent()).doesNotExist();
    }
}
