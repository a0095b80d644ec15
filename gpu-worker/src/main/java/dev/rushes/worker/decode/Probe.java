// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rushes.editorial.time.FrameRate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Turns what ffprobe prints into {@link MediaInfo}. */
final class Probe {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Probe() {}

    /** Reads ffprobe's JSON; streams that FFmpeg cannot describe are left out. */
    static MediaInfo parse(byte[] json) throws IOException {
        JsonNode root = JSON.readTree(json);
        MediaInfo.VideoStream video = null;
        MediaInfo.AudioStream audio = null;
        for (JsonNode stream : root.path("streams")) {
            String type = stream.path("codec_type").asText();
            if (type.equals("video") && video == null && !isCoverPicture(stream)) {
                video = video(stream);
            } else if (type.equals("audio") && audio == null) {
                audio = new MediaInfo.AudioStream(
                        stream.path("codec_name").asText(""),
                        stream.path("sample_rate").asInt(0),
                        stream.path("channels").asInt(0));
            }
        }
        JsonNode format = root.path("format");
        return new MediaInfo(format.path("format_name").asText(""), duration(root), video, audio, timecode(root));
    }

    /** Headers alone may say it of the streams only. */
    private static double duration(JsonNode root) {
        double longest = root.path("format").path("duration").asDouble(0);
        if (longest <= 0) {
            for (JsonNode stream : root.path("streams")) {
                longest = Math.max(longest, stream.path("duration").asDouble(0));
            }
        }
        return Math.max(0, longest);
    }

    /** QuickTime says it of its timecode track and of the picture, Matroska and MXF of the file. */
    private static String timecode(JsonNode root) {
        for (JsonNode stream : root.path("streams")) {
            String text = stream.path("tags").path("timecode").asText("");
            if (!text.isEmpty()) {
                return text;
            }
        }
        return root.path("format").path("tags").path("timecode").asText("");
    }

    private static boolean isCoverPicture(JsonNode stream) {
        JsonNode disposition = stream.path("disposition");
        return disposition.path("attached_pic").asInt(0) == 1
                || disposition.path("still_image").asInt(0) == 1;
    }

    private static MediaInfo.VideoStream video(JsonNode stream) {
        FrameRate nominal = rate(stream.path("r_frame_rate").asText(""));
        FrameRate average = rate(stream.path("avg_frame_rate").asText(""));
        FrameRate known = average != null ? average : nominal != null ? nominal : FrameRate.FPS_30;
        return new MediaInfo.VideoStream(
                stream.path("codec_name").asText(""),
                stream.path("width").asInt(0),
                stream.path("height").asInt(0),
                rotation(stream),
                known,
                nominal != null ? nominal : known,
                Math.max(0, stream.path("nb_frames").asLong(0)),
                stream.path("pix_fmt").asText(""),
                stream.path("color_transfer").asText(""));
    }

    private static @Nullable FrameRate rate(String text) {
        try {
            return FrameRate.parse(text);
        } catch (IllegalArgumentException e) {
            // "0/0" and absent both mean that the container does not say.
            return null;
        }
    }

    /** FFmpeg counts counter-clockwise and may print -90 or 270. */
    private static int rotation(JsonNode stream) {
        for (JsonNode side : stream.path("side_data_list")) {
            if (side.has("rotation")) {
                int quarters = (int) Math.round(-side.path("rotation").asDouble(0) / 90);
                return Math.floorMod(quarters, 4) * 90;
            }
        }
        return 0;
    }
}
