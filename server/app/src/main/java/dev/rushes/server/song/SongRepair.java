// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.song;

import dev.rushes.editorial.music.GridCorrection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing a person said about the beats of a song; on top of what was said before.
 *
 * @param ordinal its place among those of the song, from 1 without a gap
 * @param correction what is wrong; null takes back everything said before
 */
public record SongRepair(
        String id, String mediaId, int ordinal, @Nullable GridCorrection correction, Instant createdAt) {}
