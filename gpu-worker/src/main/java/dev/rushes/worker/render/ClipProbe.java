// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rushes.worker.decode.Limits;
import dev.rushes.worker.decode.Sandbox;
import dev.rushes.worker.decode.SandboxCommand;
import dev.rushes.worker.decode.UnreadableMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads {@link ClipFacts}; keeps what ffprobe said beside the segments, named by the clip's digest. */
final class ClipProbe {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Below this many pixels of the shorter side an unlabelled picture is standard definition, coded as BT.601. */
    private static final int STANDARD_DEFINITION = 600;

    /** The first picture is among these even when frames are reordered. */
    private static final int FIRST_PACKETS = 20;

    /** A clip trimmed in the phone keeps its pictures from the key frame on, but shows none before the trim: 10 s at 60 fps. */
    private static final int TRIMMED_PACKETS = 600;

    private final SegmentCache cache;
    private final Sandbox sandbox;

    ClipProbe(SegmentCache cache, Sandbox sandbox) {
        this.cache = cache;
        this.sandbox = sandbox;
    }

    ClipFacts facts(RenderClip clip) throws UnreadableMedia, IOException, InterruptedException {
        String known = cache.facts(clip.sha256());
        if (!known.isEmpty()) {
            return parse(clip, known);
        }
        String text = ask(clip, FIRST_PACKETS);
        if (!hasFrames(text)) {
            text = ask(clip, TRIMMED_PACKETS);
        }
        ClipFacts facts = parse(clip, text);
        cache.putFacts(clip.sha256(), text, clip.file());
        return facts;
    }

    private String ask(RenderClip clip, int packets) throws UnreadableMedia, IOException, InterruptedException {
        Path file = clip.file().toAbsolutePath();
        if (!Files.isReadable(file)) {
            throw new UnreadableMedia(
                    UnreadableMedia.Code.CORRUPT,
                    clip.fileName() + " is no longer there: add it again and render again.");
        }
        StringBuilder text = new StringBuilder();
        SandboxCommand command = sandbox.ffprobe(Limits.decoding(0)).add("-v", "error");
        command.addInputLimits().add("-threads", "1", "-select_streams", "v:0", "-read_intervals", "%+#" + packets);
        command.add(
                "-show_entries",
                "stream=width,height,sample_aspect_ratio,color_space,color_transfer:stream_side_data=rotation"
                        + ":format=start_time:frame=best_effort_timestamp_time");
        command.add("-of", "json", command.readable(file));
        FfmpegChild.Ending ending =
                FfmpegChild.run(command, line -> text.append(line).append('\n'));
        if (!ending.isSuccess()) {
            throw unreadable(clip);
        }
        return text.toString();
    }

    private static boolean hasFrames(String text) {
        try {
            return !JSON.readTree(text).path("frames").isEmpty();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static ClipFacts parse(RenderClip clip, String text) throws UnreadableMedia {
        try {
            JsonNode root = JSON.readTree(text);
            JsonNode stream = root.path("streams").path(0);
            JsonNode first = root.path("frames").path(0).path("best_effort_timestamp_time");
            int codedWidth = stream.path("width").asInt();
            int codedHeight = stream.path("height").asInt();
            if (codedWidth <= 0 || codedHeight <= 0 || root.path("frames").isEmpty()) {
                throw unreadable(clip);
            }
            boolean turned = Math.floorMod(rotation(stream), 180) == 90;
            double pixelShape = pixelShape(stream.path("sample_aspect_ratio").asText());
            int shown = Math.max(1, (int) Math.round(codedWidth * pixelShape));
            return new ClipFacts(
                    micros(first),
                    micros(root.path("format").path("start_time")),
                    turned ? codedHeight : shown,
                    turned ? shown : codedHeight,
                    turned ? codedHeight : codedWidth,
                    colour(stream, Math.min(codedWidth, codedHeight)));
        } catch (JsonProcessingException e) {
            throw unreadable(clip);
        }
    }

    private static ClipFacts.Colour colour(JsonNode stream, int shorterSide) {
        String matrix = stream.path("color_space").asText("unknown");
        boolean known = !matrix.equals("unknown") && !matrix.equals("reserved") && !matrix.isEmpty();
        String guess = shorterSide < STANDARD_DEFINITION ? "smpte170m" : "bt709";
        return new ClipFacts.Colour(
                known ? matrix : guess, stream.path("color_transfer").asText("unknown"));
    }

    private static int rotation(JsonNode stream) {
        for (JsonNode side : stream.path("side_data_list")) {
            if (side.has("rotation")) {
                return side.path("rotation").asInt();
            }
        }
        return 0;
    }

    private static double pixelShape(String ratio) {
        String[] parts = ratio.split(":", -1);
        if (parts.length != 2 || !parts[0].matches("[1-9][0-9]*") || !parts[1].matches("[1-9][0-9]*")) {
            return 1;
        }
        double shape = Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
        return shape > 0.2 && shape < 5 ? shape : 1;
    }

    private static long micros(JsonNode seconds) {
        return Math.round(seconds.asDouble(0) * 1_000_000);
    }

    private static UnreadableMedia unreadable(RenderClip clip) {
        return new UnreadableMedia(
                UnreadableMedia.Code.DECODER_FAILED,
                clip.fileName() + " cannot be decoded: replace the file, or leave it out and generate again.");
    }
}
