// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts FFmpeg children that may read only the files named to them. Safe for use by several threads; the commands it hands
 * out are not.
 */
public final class Sandbox {

    /** Containers a camera, a phone or an editing program writes; playlists and scripts are left out on purpose. */
    static final String DEMUXERS = String.join(
            ",",
            "mov",
            "mp4",
            "m4a",
            "3gp",
            "3g2",
            "mj2",
            "matroska",
            "webm",
            "avi",
            "mpegts",
            "mpeg",
            "mp3",
            "wav",
            "w64",
            "flac",
            "ogg",
            "aac",
            "aiff",
            "caf",
            "asf",
            "flv",
            "mxf");

    /** Codecs of cameras, phones and songs. */
    static final String CODECS = String.join(
            ",",
            "h264",
            "hevc",
            "av1",
            "libdav1d",
            "libaom-av1",
            "vp8",
            "vp9",
            "libvpx",
            "libvpx-vp9",
            "mpeg4",
            "mpeg2video",
            "mpeg1video",
            "h263",
            "mjpeg",
            "prores",
            "dnxhd",
            "aac",
            "aac_latm",
            "mp3",
            "mp3float",
            "mp2",
            "mp2float",
            "ac3",
            "eac3",
            "flac",
            "alac",
            "vorbis",
            "opus",
            "libopus",
            "pcm_s16le",
            "pcm_s16be",
            "pcm_s24le",
            "pcm_s24be",
            "pcm_s32le",
            "pcm_s32be",
            "pcm_u8",
            "pcm_s8",
            "pcm_f32le",
            "pcm_f32be",
            "pcm_f64le",
            "pcm_alaw",
            "pcm_mulaw",
            "adpcm_ms",
            "adpcm_ima_wav",
            "amrnb",
            "amrwb",
            "wmav2",
            "wmv3",
            "rawvideo");

    /** Tool to run. */
    public enum Tool {
        FFMPEG,
        FFPROBE
    }

    /** Returns a sandbox for this machine. */
    public static Sandbox detect() {
        return new Sandbox();
    }

    /** Returns an empty command for one child. */
    public Command command(Tool tool) {
        return new Command(tool == Tool.FFMPEG ? Ffmpeg.ffmpeg() : Ffmpeg.ffprobe());
    }

    /** One child being put together. Not safe for use by several threads. */
    public static final class Command {

        private final Path executable;
        private final List<String> arguments = new ArrayList<>();

        private Command(Path executable) {
            this.executable = executable;
        }

        /** Allows reading one file and returns the name under which the child sees it. */
        public String readable(Path file) throws IOException {
            return "file:" + file.toRealPath();
        }

        /** Allows writing below one folder and returns the name under which the child sees it. */
        public String writable(Path folder) throws IOException {
            return folder.toRealPath().toString();
        }

        /** Appends arguments. */
        public Command add(String... more) {
            arguments.addAll(List.of(more));
            return this;
        }

        /** Appends the limits that belong before every untrusted {@code -i}. */
        public Command addInputLimits() {
            return add("-protocol_whitelist", "file,pipe,fd", "-format_whitelist", DEMUXERS, "-codec_whitelist", CODECS)
                    .add("-max_pixels", "36000000", "-probesize", "10M", "-analyzeduration", "10M");
        }

        /** Starts the child. */
        public Process start() throws IOException {
            List<String> line = new ArrayList<>();
            line.add(executable.toString());
            line.addAll(arguments);
            var builder = new ProcessBuilder(line);
            builder.environment().clear();
            builder.environment().putAll(Ffmpeg.environment(executable));
            builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
            return builder.start();
        }
    }
}
