// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import dev.rushes.worker.decode.UnreadableMedia.Code;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** Decides whether a probed file can be used, and words the refusals that people read. */
final class Refusals {

    private static final Pattern UNLISTED = Pattern.compile("Codec \\((\\w+)\\) not on whitelist");

    private static final Pattern OVERSIZE = Pattern.compile("Picture size (\\d+)x(\\d+) exceeds");

    private static final double MOST_SECONDS = 7_200;

    private Refusals() {}

    /** Returns the picture stream of a file worth decoding. */
    static MediaInfo.VideoStream checkVideo(MediaInfo info) throws UnreadableMedia {
        MediaInfo.VideoStream video = info.video();
        if (video == null) {
            throw new UnreadableMedia(
                    Code.NO_VIDEO, "There is only sound in this file, no picture. Choose the video file instead.");
        }
        checkCodec(video.codec(), "video");
        long pixels = (long) video.codedWidth() * video.codedHeight();
        if (pixels > SandboxCommand.MOST_PIXELS) {
            throw tooLarge(Integer.toString(video.codedWidth()), Integer.toString(video.codedHeight()));
        }
        if (pixels <= 0) {
            throw unrecognized();
        }
        checkDuration(info);
        return video;
    }

    /** Throws if there is no sound worth decoding. */
    static void checkAudio(MediaInfo info) throws UnreadableMedia {
        MediaInfo.AudioStream audio = info.audio();
        if (audio == null) {
            throw new UnreadableMedia(Code.NO_AUDIO, "There is no sound in this file. Choose a song with sound.");
        }
        checkCodec(audio.codec(), "song");
        checkDuration(info);
    }

    /** Words the refusal of a file ffprobe could not describe, from what it complained about. */
    static UnreadableMedia unprobed(List<String> complaints) {
        for (String complaint : complaints) {
            Matcher unlisted = UNLISTED.matcher(complaint);
            if (unlisted.find()) {
                return unsupported(unlisted.group(1), "video or song");
            }
            Matcher oversize = OVERSIZE.matcher(complaint);
            if (oversize.find()) {
                return tooLarge(oversize.group(1), oversize.group(2));
            }
            if (complaint.contains("encryption")) {
                return new UnreadableMedia(
                        Code.UNSUPPORTED_CODEC,
                        "This file is protected against copying. Use a file without protection, as MP4 with H.264.");
            }
        }
        return unrecognized();
    }

    private static UnreadableMedia tooLarge(String width, String height) {
        return new UnreadableMedia(
                Code.TOO_LARGE,
                "The picture has " + width + " x " + height
                        + " pixels; at most 8192 x 4320 can be used. Export it in a smaller size.");
    }

    static UnreadableMedia unrecognized() {
        return new UnreadableMedia(
                Code.NOT_MEDIA,
                "This is not a video or a song that can be read, or its beginning is damaged. "
                        + "Copy it again from the camera, or export it as MP4 or MOV.");
    }

    static UnreadableMedia noPicture() {
        return new UnreadableMedia(
                Code.CORRUPT,
                "No picture could be read: the file is damaged or cut off. "
                        + "Copy it again from the camera, or export it as MP4.");
    }

    static UnreadableMedia noSound() {
        return new UnreadableMedia(
                Code.CORRUPT, "No sound could be read: the file is damaged. Export the song again as WAV or MP3.");
    }

    static UnreadableMedia tooMuch() {
        return new UnreadableMedia(
                Code.TOO_LONG, "This file is longer than two hours. Cut out the part you want to use.");
    }

    static UnreadableMedia unreachable(IOException cause) {
        LoggerFactory.getLogger(Refusals.class).debug("a file could not be opened: {}", cause.toString());
        return new UnreadableMedia(
                Code.DECODER_FAILED, "The file could not be opened. Check that it is still there and may be read.");
    }

    private static void checkCodec(String codec, String what) throws UnreadableMedia {
        if (codec.isEmpty() || codec.equals("none") || codec.equals("unknown")) {
            throw new UnreadableMedia(
                    Code.UNSUPPORTED_CODEC,
                    "The " + what + " is protected or in an unknown format. Use a file without copy protection, as "
                            + (what.equals("song") ? "MP3 or WAV." : "MP4 with H.264."));
        }
        if (!SandboxCommand.decodes(codec)) {
            throw unsupported(codec, what);
        }
    }

    private static UnreadableMedia unsupported(String codec, String what) {
        return new UnreadableMedia(
                Code.UNSUPPORTED_CODEC,
                "The " + what + " is in the format " + codec.toUpperCase(Locale.ROOT) + ", which cannot be read. "
                        + (what.equals("song") ? "Export it as MP3 or WAV." : "Export it as MP4 with H.264."));
    }

    private static void checkDuration(MediaInfo info) throws UnreadableMedia {
        if (info.durationSeconds() > MOST_SECONDS) {
            throw new UnreadableMedia(
                    Code.TOO_LONG,
                    String.format(
                            Locale.ROOT,
                            "The file says it lasts %.1f hours; at most two can be used. "
                                    + "Cut out the part you want, or export it again if its times are wrong.",
                            info.durationSeconds() / 3_600));
        }
    }
}
