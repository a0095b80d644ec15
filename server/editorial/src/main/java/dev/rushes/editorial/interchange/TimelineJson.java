// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Timeline;

/**
 * Reads and writes the documented timeline JSON (TML-01..13).
 *
 * <p>Written are exactly the documented keys; only a lock that lets its shot move has one more, {@code lock_metadata.scope} "range".
 * Positions are decimal seconds with at most six decimals; {@code file} is the
 * clip's file name, {@code id} the shot's id. What is not known is null: {@code lock_metadata} of an unlocked clip, {@code
 * style_match_score} without a learned style, {@code final_status} of an open job. A cut that is on no beat has {@code
 * beat_index} -1.
 *
 * <p>Read are these keys; unknown ones are ignored, the optional {@code song.energy_times} gives the hop of the
 * energy curve, and the other words of the documents for the same action are understood. A document has no frame
 * rate, no identity but names, no score parts and no transition handles: the reader is told the rate, clip ids are the
 * file names, handles are 0.
 *
 * <p>Seconds become frames by {@link dev.rushes.editorial.time.SongTime}. Clips play at speed 1 and follow each other; up
 * to one frame of rounding in a document is evened out, more is refused.
 */
public final class TimelineJson {

    private TimelineJson() {}

    /** Returns the document, ending with a newline. */
    public static String write(Timeline timeline) {
        return new TimelineDocumentWriter(timeline).write();
    }

    /** Reads a document at the default rate of 30 frames per second. */
    public static Timeline parse(String json) {
        return parse(json, FrameRate.FPS_30);
    }

    /**
     * Reads a document.
     *
     * @param rate rate of the timeline that is made
     * @throws IllegalArgumentException when it is not JSON or a value is missing or wrong; the message starts with its
     *     path, for example {@code clips[1].source_end: missing}
     */
    public static Timeline parse(String json, FrameRate rate) {
        return new TimelineDocumentReader(rate).read(JsonNode.parse("timeline document", json));
    }
}
