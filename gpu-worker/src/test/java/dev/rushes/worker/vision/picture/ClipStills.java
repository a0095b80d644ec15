// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.picture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rushes.worker.decode.FfmpegMediaReader;
import dev.rushes.worker.decode.FrameSpec;
import dev.rushes.worker.vision.bench.DevMedia;
import java.util.ArrayList;
import java.util.List;

/** The key frame with the most contrast of each of some development clips, in memory only. */
public final class ClipStills {

    private static final int LONG_SIDE = 640;

    private ClipStills() {}

    /** Returns {@code count} stills of clips that are evenly spread over the set. */
    public static List<Still> read(int count) throws Exception {
        FfmpegMediaReader reader = FfmpegMediaReader.open();
        List<Still> stills = new ArrayList<>();
        JsonNode clips = DevMedia.truth("clips").path("clips");
        for (int i = 0; i < count; i++) {
            String file = clips.get(i * clips.size() / count).path("file").asText();
            var spec = new FrameSpec(LONG_SIDE, FrameSpec.Layout.YUV420, FrameSpec.Choice.KEY_FRAMES, true);
            Picture[] best = new Picture[1];
            reader.readFrames(DevMedia.folder().resolve(file), spec, frame -> {
                Picture picture = new Picture(frame.width(), frame.height());
                picture.fill(frame);
                if (best[0] == null
                        || Exposure.of(picture).contrast()
                                > Exposure.of(best[0]).contrast()) {
                    best[0] = picture;
                }
            });
            stills.add(Still.mirrored(best[0]));
        }
        return stills;
    }
}
