// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.worker.decode.UnreadableMedia;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gathers the shots that cannot be rendered, so that one answer names all of them with what to do, instead of the first one
 * met. Safe for use by several threads.
 */
final class BrokenShots {

    private final Timeline timeline;
    private final SortedMap<Integer, UnreadableMedia> broken = new TreeMap<>();

    BrokenShots(Timeline timeline) {
        this.timeline = timeline;
    }

    synchronized void add(Shot shot, UnreadableMedia why) {
        broken.putIfAbsent(timeline.shots().indexOf(shot), why);
    }

    /** Adds every shot of a clip. */
    void addClip(String clipId, UnreadableMedia why) {
        timeline.shots().stream().filter(shot -> shot.clipId().equals(clipId)).forEach(shot -> add(shot, why));
    }

    /** Throws what names the broken shots, if there are any. */
    synchronized void refuse() throws UnreadableMedia {
        if (broken.isEmpty()) {
            return;
        }
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        broken.forEach(
                (index, why) -> byReason.computeIfAbsent(String.valueOf(why.getMessage()), reason -> new ArrayList<>())
                        .add(name(index)));
        StringBuilder text = new StringBuilder();
        byReason.forEach((reason, shots) -> text.append(shots.size() == 1 ? "Shot " : "Shots ")
                .append(String.join(", ", shots))
                .append(": ")
                .append(reason)
                .append(' '));
        text.append("Replace or delete ").append(broken.size() == 1 ? "this shot" : "these shots");
        text.append(", then render again; what was rendered is kept.");
        throw new UnreadableMedia(
                Objects.requireNonNull(broken.get(broken.firstKey())).code(), text.toString());
    }

    /** Returns number and time of a shot, for example "3 (0:04.20)". */
    private String name(int index) {
        double seconds = timeline.frameRate()
                .seconds(timeline.shots().get(index).record().start());
        return String.format(Locale.ROOT, "%d (%d:%05.2f)", index + 1, (int) (seconds / 60), seconds % 60);
    }
}
