// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.song;

import java.util.Collection;
import java.util.List;

/** Keeps what people say about the beats of songs; only ever appended to. */
public interface SongRepairStore {

    /** Returns what was said of these files, oldest first for each. */
    List<SongRepair> all(Collection<String> mediaIds);

    /** Keeps a repair; false when its ordinal or its id is taken, or the file is gone. */
    boolean append(SongRepair repair);
}
