// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.timeline;

import dev.rushes.editorial.footage.ShotMetadata;
import dev.rushes.editorial.reason.Explanation;
import dev.rushes.editorial.time.FrameRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The piece of a clip standing between two cut points.
 *
 * @param id stable through every edit
 * @param clipId media of the clip
 * @param fileName its name as a person knows it
 * @param source where in the clip, on the timeline's frame rate, from its first shown frame
 * @param record where on the timeline; as long as {@code source}
 * @param lock a person's decision to keep it, or null
 * @param metadata what was seen in it
 * @param explanation why it stands here
 * @param history what happened to it, in order
 */
public record Shot(
        String id,
        String clipId,
        String fileName,
        FrameRange source,
        FrameRange record,
        @Nullable Lock lock,
        ShotMetadata metadata,
        Explanation explanation,
        List<HistoryEntry> history) {

    public Shot {
        if (source.count() != record.count()) {
            throw new IllegalArgumentException("shot " + id + ": source has " + source.count() + " frames, record has "
                    + record.count() + " (expected: equal)");
        }
        history = List.copyOf(history);
    }

    public boolean isLocked() {
        return lock != null;
    }

    /** Returns this shot showing another range, from the same record frame on and as long as that range. */
    public Shot withSource(FrameRange newSource) {
        return new Shot(
                id,
                clipId,
                fileName,
                newSource,
                new FrameRange(record.start(), newSource.count()),
                lock,
                metadata,
                explanation,
                history);
    }

    /** Returns this shot standing at another record frame. */
    public Shot startingAt(long frame) {
        return record.start() == frame
                ? this
                : new Shot(
                        id,
                        clipId,
                        fileName,
                        source,
                        new FrameRange(frame, record.count()),
                        lock,
                        metadata,
                        explanation,
                        history);
    }

    /** Returns this shot with another lock, or without one for null. */
    public Shot withLock(@Nullable Lock newLock) {
        return new Shot(id, clipId, fileName, source, record, newLock, metadata, explanation, history);
    }

    /** Returns this shot under another identity. */
    public Shot withId(String newId) {
        return new Shot(newId, clipId, fileName, source, record, lock, metadata, explanation, history);
    }

    /** Returns this shot with one more entry in its history. */
    public Shot with(HistoryEntry entry) {
        List<HistoryEntry> longer = new ArrayList<>(history);
        longer.add(entry);
        return new Shot(id, clipId, fileName, source, record, lock, metadata, explanation, longer);
    }
}
