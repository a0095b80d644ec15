// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One FFmpeg child being put together: its arguments, the files it may read and the folders it may write in. Files keep their
 * names inside the cage, so the same arguments work with and without it. Not safe for use by several threads.
 *
 * <pre>
 *   SandboxCommand command = sandbox.ffmpeg(Limits.rendering());
 *   command.addInputLimits().add("-i", command.readable(clip));
 *   command.add(..., command.writable(folder) + "/out.mp4").start();
 * </pre>
 */
public final class SandboxCommand {

    /** Containers a camera, a phone or an editing program writes; playlists and scripts are left out on purpose. */
    static final String DEMUXERS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mp3,wav,w64,flac,ogg,aac,aiff,caf,asf,flv,mxf";

    /** ffprobe refuses a whole file for one stream that is not listed, so the usual companions are listed too. */
    private static final String COVERS_AND_SUBTITLES = "png,mov_text,subrip,srt,ass,ssa,webvtt,text";

    /** Decoders of cameras, phones and songs, by FFmpeg's name. */
    static final String DECODERS =
            "h264,hevc,libaom-av1,vp8,vp9,libvpx,libvpx-vp9,mpeg4,msmpeg4v2,msmpeg4,mpeg2video,mpeg1video,h263,mjpeg,prores,dnxhd,"
                    + "aac,aac_latm,mp3float,mp3,mp2float,mp2,ac3,eac3,flac,alac,vorbis,opus,libopus,"
                    + "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_u8,pcm_s8,pcm_f32le,pcm_f32be,pcm_f64le,"
                    + "pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav,amrnb,amrwb,wmav2,wmv3,vc1,rawvideo,"
                    + COVERS_AND_SUBTITLES;

    /** Codec names a probe may show that one of {@link #DECODERS} reads under another name. */
    private static final Set<String> OTHER_NAMES = Set.of("av1", "amr_nb", "amr_wb", "msmpeg4v3");

    /** 8192 x 4320, the largest picture a phone or camera records. */
    static final int MOST_PIXELS = 8192 * 4320;

    private static final RunningChildren RUNNING = RunningChildren.endingWithThisProcess();

    private final Sandbox sandbox;
    private final Path executable;
    private final Limits limits;
    private final List<String> arguments = new ArrayList<>();
    private final Set<Path> readable = new LinkedHashSet<>();
    private final Set<Path> writable = new LinkedHashSet<>();
    private boolean background;
    private boolean listening;

    SandboxCommand(Sandbox sandbox, Path executable, Limits limits) {
        this.sandbox = sandbox;
        this.executable = executable;
        this.limits = limits;
    }

    /** Returns whether a codec of a probe can be decoded inside. */
    static boolean decodes(String codec) {
        return !("," + COVERS_AND_SUBTITLES + ",").contains("," + codec + ",") && isListed(codec);
    }

    private static boolean isListed(String codec) {
        return OTHER_NAMES.contains(codec) || ("," + DECODERS + ",").contains("," + codec + ",");
    }

    /**
     * Allows reading one file or folder.
     *
     * @return its name for the command line; never mistaken for an option or another protocol
     * @throws IOException if it is not there
     */
    public String readable(Path file) throws IOException {
        Path real = file.toRealPath();
        readable.add(real);
        return "file:" + real;
    }

    /**
     * Allows writing in one folder.
     *
     * @return its name for the command line
     */
    public String writable(Path folder) throws IOException {
        Path real = folder.toRealPath();
        writable.add(real);
        return real.toString();
    }

    /** Lets everything else on the machine go first. */
    public SandboxCommand inBackground() {
        background = true;
        return this;
    }

    /** Leaves standard input open for what the child is told when it runs; else it is empty. */
    SandboxCommand listening() {
        listening = true;
        return this;
    }

    /** Appends arguments. */
    public SandboxCommand add(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    /** Appends arguments. */
    public SandboxCommand add(List<String> more) {
        arguments.addAll(more);
        return this;
    }

    /** Appends the lists and limits that belong directly before every {@code -i} of a file nobody trusts. */
    public SandboxCommand addInputLimits() {
        return add("-protocol_whitelist", "file,pipe,fd", "-format_whitelist", DEMUXERS, "-codec_whitelist", DECODERS)
                .add("-max_pixels", Integer.toString(MOST_PIXELS), "-max_streams", "64")
                .add("-probesize", "10M", "-analyzeduration", "10M");
    }

    /** Returns a builder for the whole child; its environment holds no more than needed. */
    public ProcessBuilder builder() {
        var builder = new ProcessBuilder(sandbox.wrap(this));
        builder.environment().clear();
        builder.environment().putAll(Ffmpeg.environment(executable));
        return listening ? builder : builder.redirectInput(Sandbox.NOTHING);
    }

    /**
     * Starts the child; it is killed when its wall clock limit has passed and when this process ends.
     *
     * @throws IOException if it cannot be started, or if this process is ending
     */
    public Process start() throws IOException {
        Process process = RUNNING.start(this);
        killAfter(limits.wallClock(), process);
        return process;
    }

    /** Kills a child that this command started if it still runs when so much time has passed from now on. */
    void killAfter(Duration limit, Process process) {
        process.onExit().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).exceptionallyAsync(late -> {
            kill(process);
            return process;
        });
    }

    /** Kills a child that this command started, with everything in its cage; it may still be ending when this returns. */
    public void kill(Process process) {
        sandbox.kill(process);
    }

    Path executable() {
        return executable;
    }

    boolean isBackground() {
        return background;
    }

    Limits limits() {
        return limits;
    }

    List<String> arguments() {
        return arguments;
    }

    Set<Path> readable() {
        return readable;
    }

    Set<Path> writable() {
        return writable;
    }
}
