// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

import java.util.List;

/**
 * Colours and light of a clip, in numbers and in words.
 *
 * @param palette most frequent colours as "#rrggbb", the largest area first; at most five
 * @param temperature -1 (cold, blue) .. 1 (warm, orange)
 * @param saturation 0 (grey) .. 1 (vivid)
 * @param contrast 0 (flat) .. 1 (from black to white)
 * @param words light and mood, for example "dim", "warm", "calm"; empty if not known
 */
public record Look(List<String> palette, double temperature, double saturation, double contrast, List<String> words) {

    /** Nothing is known. */
    public static final Look UNKNOWN = new Look(List.of(), 0, 0, 0, List.of());

    public Look {
        palette = List.copyOf(palette);
        words = List.copyOf(words);
    }
}
