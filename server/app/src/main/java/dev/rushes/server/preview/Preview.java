// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.preview;

import dev.rushes.server.fault.Failure;
import dev.rushes.server.media.Media;
import dev.rushes.server.media.MediaKind;
import dev.rushes.server.task.PreviewFile;
import dev.rushes.server.task.WorkState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The work of making previews of one content. {@code attempt} is the fence; {@code files} are there once succeeded. */
public record Preview(
        String id,
        Key key,
        String fileName,
        WorkState state,
        long attempt,
        int failures,
        List<PreviewFile> files,
        @Nullable Failure failure,
        Instant createdAt,
        Instant updatedAt) {
    public Preview {
        files = List.copyOf(files);
    }

    /** What makes two previews the same: equal bytes shown in the same way. */
    public record Key(String sha256, Kind kind) {
        static Key of(Media media) {
            return new Key(media.sha256(), media.kind() == MediaKind.SONG ? Kind.SOUND : Kind.PICTURE);
        }
    }

    /** What is shown of a file. */
    public enum Kind {
        PICTURE,
        SOUND
    }
}
