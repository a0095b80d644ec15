// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import dev.rushes.editorial.footage.SubjectBox;
import dev.rushes.editorial.reframe.CropPath;
import dev.rushes.editorial.reframe.CropPlanner;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.Timecode;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A cut with all that another program needs to show the same pictures.
 *
 * @param sequence how it is called and shown
 * @param timeline the cut
 * @param clips by {@link Shot#clipId}; every shot's clip must be there
 * @param song file the excerpt is taken from
 * @param crops crop windows by {@link Shot#id}; a shot without one shows the middle
 * @param comments what people said of pictures, oldest first
 */
public record HandOff(
        Sequence sequence,
        Timeline timeline,
        Map<String, MediaReference> clips,
        MediaReference song,
        Map<String, CropPath> crops,
        List<Comment> comments) {

    public HandOff {
        comments = List.copyOf(comments);
        clips = Map.copyOf(clips);
        crops = Map.copyOf(crops);
        for (Shot shot : timeline.shots()) {
            if (!clips.containsKey(shot.clipId())) {
                throw new IllegalArgumentException(
                        "clip " + shot.clipId() + " of shot " + shot.id() + " is missing (expected: in clips)");
            }
        }
        if (sequence.isDropFrame() && !Timecode.canDropFrames(timeline.frameRate())) {
            throw new IllegalArgumentException(
                    "drop frame: a timeline at " + timeline.frameRate() + " (expected: 30000/1001 or 60000/1001)");
        }
    }

    /**
     * Returns a cut with the crop windows the renderer would choose.
     *
     * @param subjects where the subject of each clip is, by {@link Shot#clipId}; the middle for a clip without
     */
    public static HandOff planned(
            Sequence sequence,
            Timeline timeline,
            Map<String, MediaReference> clips,
            MediaReference song,
            Map<String, List<SubjectBox>> subjects) {
        HandOff bare = new HandOff(sequence, timeline, clips, song, Map.of(), List.of());
        Map<String, CropPath> crops = new HashMap<>();
        for (CutSheet.Row row : CutSheet.of(bare).rows()) {
            MediaReference.Picture picture = row.clip().picture();
            if (picture != null) {
                crops.put(
                        row.shot().id(),
                        CropPlanner.plan(
                                subjects.getOrDefault(row.shot().clipId(), List.of()),
                                row.shown(),
                                timeline.frameRate(),
                                (double) picture.width() / picture.height(),
                                (double) sequence.width() / sequence.height()));
            }
        }
        return new HandOff(sequence, timeline, clips, song, crops, List.of());
    }

    /** Returns this with what people said. */
    public HandOff saying(List<Comment> said) {
        return new HandOff(sequence, timeline, clips, song, crops, said);
    }

    /**
     * What somebody said of frames of a clip.
     *
     * @param clipId media of the clip
     * @param source frames of the clip, as in {@link Shot#source()}
     * @param words who said what
     * @param resolver who settled it; empty while it is open
     */
    public record Comment(String clipId, FrameRange source, String words, String resolver) {}

    /**
     * How a cut is called and shown.
     *
     * @param title name for people
     * @param width pixels
     * @param height pixels
     * @param isDropFrame whether its timecode leaves out labels
     */
    public record Sequence(String title, int width, int height, boolean isDropFrame) {}
}
