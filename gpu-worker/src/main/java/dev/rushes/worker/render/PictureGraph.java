// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import dev.rushes.editorial.reframe.CropPath;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.TransitionKind;
import java.util.List;
import java.util.Locale;

/** Writes FFmpeg filter graphs: conform to the timeline's frames, crop, colour, size, and the two soft transitions. */
final class PictureGraph {

    /**
     * A frame is taken as soon as the grid point is this close before it, because containers round time stamps to as
     * little as a millisecond (Matroska).
     */
    static final long TOLERANCE_MICROS = 1_000;

    /** Nits of white when high dynamic range becomes standard; ITU-R BT.2408 puts diffuse white at 203. */
    private static final int WHITE_NITS = 203;

    private static final double LANCZOS_FROM = 2.5;

    private final FrameRate rate;
    private final int width;
    private final int height;

    PictureGraph(FrameRate rate, int width, int height) {
        this.rate = rate;
        this.width = width;
        this.height = height;
    }

    /**
     * One input of a graph.
     *
     * @param facts of the file
     * @param path of the crop window
     * @param source frames shown
     * @param fromStart true if the file is read from its beginning instead of from a seek point
     */
    record Input(ClipFacts facts, CropPath path, FrameRange source, boolean fromStart) {}

    String plain(Input input) {
        return "[0:v:0]" + conform(input, input.source().count()) + frame(input) + finish() + "[out]";
    }

    /** Weight of the incoming picture in frame j of n is (j + 1) / (n + 1), so no frame repeats a neighbour. */
    String dissolve(Input outgoing, Input incoming) {
        long count = outgoing.source().count();
        String head = "tpad=start=1:start_mode=clone,";
        String seconds = decimal(rate.seconds(count + 1));
        return "[0:v:0]" + conform(outgoing, count) + frame(outgoing) + head + "format=yuv420p,setsar=1[a];"
                + "[1:v:0]" + conform(incoming, count) + frame(incoming) + head + "format=yuv420p,setsar=1[b];"
                + "[a][b]xfade=transition=fade:offset=0:duration=" + seconds
                + ",trim=start_frame=1,setpts=PTS-STARTPTS," + finish() + "[out]";
    }

    /**
     * Both pictures side by side pass under the frame, fastest at the cut point, each frame blurred by the way it goes
     * while it is exposed.
     */
    String whip(Input outgoing, Input incoming, long framesBeforeCut) {
        int count = (int) outgoing.source().count();
        StringBuilder edge = new StringBuilder("0");
        StringBuilder blur = new StringBuilder();
        for (int j = count - 1; j >= 0; j--) {
            edge.insert(0, "if(eq(n," + j + ")," + even(width * way(j + 0.5, framesBeforeCut, count)) + ",")
                    .append(')');
        }
        for (int j = 0; j < count; j++) {
            double travelled = way(j + 1, framesBeforeCut, count) - way(j, framesBeforeCut, count);
            long radius = Math.clamp(Math.round(width * travelled * 0.4), 1, 1000);
            String at = decimal(Math.max(0, (j - 0.5) * rate.denominator() / rate.numerator()));
            blur.append(j == 0 ? "" : ";").append(at).append(" avgblur sizeX ").append(radius);
        }
        return "[0:v:0]" + conform(outgoing, count) + frame(outgoing) + "format=yuv420p,setsar=1[a];"
                + "[1:v:0]" + conform(incoming, count) + frame(incoming) + "format=yuv420p,setsar=1[b];"
                + "[a][b]hstack=inputs=2,crop=" + width + ":" + height + ":x='" + edge + "':y=0,"
                + "sendcmd=commands='" + blur + "',avgblur=sizeX=1:sizeY=1," + finish() + "[out]";
    }

    String of(Segment segment, List<Input> inputs) {
        return switch (segment) {
            case Segment.Plain plain -> plain(inputs.getFirst());
            case Segment.Blend blend ->
                blend.kind() == TransitionKind.WHIP_PAN
                        ? whip(inputs.get(0), inputs.get(1), blend.framesBeforeCut())
                        : dissolve(inputs.get(0), inputs.get(1));
        };
    }

    /** Share of the whip done at a moment counted in frames: half of it at the cut point, parabolic on both sides. */
    static double way(double moment, long before, long count) {
        if (moment < before) {
            double share = moment / before;
            return 0.5 * share * share;
        }
        double share = (count - moment) / Math.max(1, count - before);
        return 1 - 0.5 * share * share;
    }

    /** Earlier frame nearest to each grid point; the first and last picture are held beyond the ends. */
    private String conform(Input input, long count) {
        String hold = "tpad=stop=-1:stop_mode=clone,";
        if (input.fromStart()) {
            long skipped = Math.max(0, input.source().start());
            return shift(input.facts().firstMicros()) + hold + "trim=start_frame=" + skipped + ":end_frame="
                    + (skipped + count) + ",setpts=PTS-STARTPTS,";
        }
        return shift(startMicros(input)) + hold + "trim=end_frame=" + count + ",";
    }

    private String shift(long micros) {
        return "settb=1/1000000,setpts=PTS-" + (micros + TOLERANCE_MICROS) + ",fps=" + rate + ":round=up:start_time=0,";
    }

    /** Returns the moment of the first wanted frame in the file's own time. */
    long startMicros(Input input) {
        return input.facts().firstMicros()
                + Math.round(rate.seconds(input.source().start()) * 1_000_000);
    }

    private String frame(Input input) {
        ClipFacts facts = input.facts();
        CropPath path = input.path();
        int windowWidth = path.horizontal() ? even(path.window() * facts.storedWidth()) : facts.storedWidth() & ~1;
        int windowHeight = path.horizontal() ? facts.height() & ~1 : even(path.window() * facts.height());
        double growth = (double) height / windowHeight;
        String flags = "flags=" + (growth > LANCZOS_FROM ? "lanczos" : "bicubic") + "+accurate_rnd";
        if (path.isStill()) {
            int edge = even(path.edgeAt(0) * (path.horizontal() ? facts.storedWidth() : facts.height()));
            String crop = "crop=" + windowWidth + ":" + windowHeight + ":"
                    + (path.horizontal()
                            ? Math.min(edge, (facts.storedWidth() & ~1) - windowWidth) + ":0"
                            : "0:" + Math.min(edge, (facts.height() & ~1) - windowHeight))
                    + ",";
            return crop + coloured(facts, growth, "scale=" + width + ":" + height + ":" + flags);
        }
        int coverWidth = path.horizontal() ? Math.max(width, even(height * facts.aspect())) : width;
        int coverHeight = path.horizontal() ? height : Math.max(height, even(width / facts.aspect()));
        String edge =
                "'" + expression(path, input.source().start(), path.horizontal() ? coverWidth : coverHeight) + "'";
        return coloured(facts, growth, "scale=" + coverWidth + ":" + coverHeight + ":" + flags) + "crop=" + width + ":"
                + height + ":" + (path.horizontal() ? "x=" + edge + ":y=0," : "x=0:y=" + edge + ",");
    }

    /** Brings colours to BT.709; high dynamic range is mapped where there are fewer pixels. */
    private static String coloured(ClipFacts facts, double growth, String scale) {
        ClipFacts.Colour colour = facts.colour();
        if (colour.isHighDynamicRange()) {
            String toned = "zscale=tin=" + colour.transfer() + ":pin=bt2020:min=bt2020nc:t=linear:npl=" + WHITE_NITS
                    + ",format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=mobius:param=0.4:desat=0,"
                    + "zscale=t=bt709:m=bt709:r=tv,format=yuv420p,";
            return growth > 1 ? toned + scale + "," : scale + "," + toned;
        }
        String range = ":out_range=tv";
        if (colour.isRgb() || colour.isBt709()) {
            return scale + range + ":out_color_matrix=bt709,";
        }
        return scale + range + ":in_color_matrix=" + matrix(colour.matrix()) + ":out_color_matrix=bt709,";
    }

    private static String matrix(String name) {
        return switch (name) {
            case "bt2020nc", "bt2020c" -> "bt2020";
            case "fcc" -> "fcc";
            case "smpte240m" -> "smpte240m";
            default -> "bt601";
        };
    }

    private static String finish() {
        return "setsar=1,format=yuv420p," + "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709";
    }

    private static String expression(CropPath path, long firstFrame, int length) {
        StringBuilder text = new StringBuilder();
        StringBuilder end = new StringBuilder();
        CropPath.Knot before = path.knots().getFirst();
        text.append("if(lte(n,").append(before.frame() - firstFrame).append("),");
        text.append(decimal(before.edge() * length)).append(',');
        end.append(')');
        for (CropPath.Knot knot : path.knots().subList(1, path.knots().size())) {
            long from = before.frame() - firstFrame;
            double slope = (knot.edge() - before.edge()) * length / Math.max(1, knot.frame() - before.frame());
            text.append("if(lte(n,").append(knot.frame() - firstFrame).append("),");
            text.append(decimal(before.edge() * length))
                    .append("+(n-(")
                    .append(from)
                    .append("))*(");
            text.append(decimal(slope)).append("),");
            end.append(')');
            before = knot;
        }
        return text.append(decimal(before.edge() * length)).append(end).toString();
    }

    private static int even(double value) {
        return (int) Math.round(value / 2) * 2;
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
