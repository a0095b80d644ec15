// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.framing;

import java.util.Collection;
import java.util.List;

/** Keeps what people say about the framing of clips; only ever appended to. */
public interface FramingStore {

    /** Returns what was said of a clip, oldest first. */
    List<FramingCorrection> all(String mediaId);

    /** Returns the last word on each of the creator's clips of which one says something, the newest first, at most so many. */
    List<FramingCorrection> inForce(int most);

    /** Returns the last word on each of these clips, as far as one says something. */
    List<FramingCorrection> inForce(Collection<String> mediaIds);

    /** Keeps a correction; false when its ordinal or its id is taken, or the file is gone. */
    boolean append(FramingCorrection correction);
}
