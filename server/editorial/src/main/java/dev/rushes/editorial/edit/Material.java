// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import java.util.OptionalLong;

/**
 * How much media there is. It can only refuse an edit, never change what an edit does, so a log of accepted edits is replayed
 * without it.
 */
public interface Material {

    /** No limits: for edits that were accepted before. */
    Material ACCEPTED = new Material() {
        @Override
        public OptionalLong clipFrames(String clipId) {
            return OptionalLong.of(Long.MAX_VALUE);
        }

        @Override
        public OptionalLong songFrames() {
            return OptionalLong.empty();
        }
    };

    /** Returns the length of a clip in frames of the timeline, empty when it is not known. */
    OptionalLong clipFrames(String clipId);

    /** Returns the length of the whole song in frames of the timeline, empty when it sets no limit. */
    OptionalLong songFrames();
}
