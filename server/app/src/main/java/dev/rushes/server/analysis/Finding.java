// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.analysis;

import dev.rushes.editorial.footage.ClipFeatures;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.style.FinishedVideo;

/** What came of looking at a file. */
public sealed interface Finding {

    /** A raw clip was read. */
    record OfClip(ClipFeatures features) implements Finding {}

    /** A song was heard. */
    record OfSong(SongAnalysis song) implements Finding {}

    /** A finished video was taken apart. */
    record OfVideo(FinishedVideo video) implements Finding {}

    /** The file cannot be used; {@code code} is the contract's word, for example NO_AUDIO. Never tried again. */
    record Rejected(String code, String message) implements Finding {}
}
