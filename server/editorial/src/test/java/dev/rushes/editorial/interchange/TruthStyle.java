// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import dev.rushes.editorial.footage.Angle;
import dev.rushes.editorial.footage.CameraMotion;
import dev.rushes.editorial.footage.CutKind;
import dev.rushes.editorial.footage.DetectedCut;
import dev.rushes.editorial.footage.DetectedShot;
import dev.rushes.editorial.footage.Framing;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.footage.VideoAnalysis;
import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.EnergyCurve;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.style.FinishedVideo;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.SongTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The planted creators of the development media, read from their truth files. */
public final class TruthStyle {

    private static final FrameRate RATE = FrameRate.FPS_30;

    private TruthStyle() {}

    /**
     * A video whose shots are known.
     *
     * @param creator who was planted
     * @param split "learn" or "check"
     * @param video as perfect analysers would see it
     */
    public record Planted(String creator, String split, FinishedVideo video) {}

    public static Path folder() {
        return Path.of(System.getProperty("rushes.root", "../.."), "..", "shared", "media", "dev", "truth")
                .normalize();
    }

    public static List<Planted> read() {
        Map<String, Angle> angles = new HashMap<>();
        for (JsonNode clip : parse("clips.json").field("clips").items()) {
            angles.put(clip.field("file").text(), angle(clip.field("angle").text()));
        }
        return parse("style.json").field("videos").list(video -> planted(video, angles));
    }

    private static Planted planted(JsonNode video, Map<String, Angle> angles) {
        double duration = video.field("duration").number();
        List<DetectedShot> shots = video.field("shots").list(shot -> {
            double start = shot.field("start").number();
            double end = shot.field("end").number();
            Angle angle = angles.getOrDefault(shot.field("clip").text(), Angle.OTHER);
            return new DetectedShot(
                    FrameRange.between(SongTime.toFrame(start, RATE), SongTime.toFrame(end, RATE)),
                    start,
                    end,
                    new Framing(shot.field("shot_type").word(ShotType::parse), 1, angle, 1),
                    CameraMotion.STATIC,
                    0.5,
                    0.8,
                    0.5);
        });
        List<DetectedCut> cuts = Stream.concat(
                        video.field("cuts").list(at -> cut(at.number(), CutKind.HARD_CUT)).stream(),
                        video
                                .field("transitions")
                                .list(it -> cut(it.field("new_shot").number(), CutKind.DISSOLVE))
                                .stream())
                .sorted(Comparator.comparingDouble(DetectedCut::seconds))
                .toList();
        List<Beat> beats = new ArrayList<>();
        video.field("beats_in_edit").items().forEach(beat -> beats.add(new Beat(beat.number(), 0)));
        SongAnalysis song = new SongAnalysis(
                duration,
                video.field("song_bpm").number(),
                beats,
                1,
                List.of(),
                new EnergyCurve(1, List.of()),
                List.of());
        VideoAnalysis analysis = new VideoAnalysis(RATE, SongTime.toFrame(duration, RATE), duration, cuts, shots);
        return new Planted(
                video.field("creator").text(), video.field("split").text(), new FinishedVideo(analysis, song));
    }

    private static DetectedCut cut(double seconds, CutKind kind) {
        return new DetectedCut(SongTime.toFrame(seconds, RATE), seconds, kind);
    }

    private static Angle angle(String word) {
        for (Angle angle : Angle.values()) {
            if (angle.word().equals(word)) {
                return angle;
            }
        }
        return Angle.OTHER;
    }

    private static JsonNode parse(String file) {
        try {
            return JsonNode.parse(file, Files.readString(folder().resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
