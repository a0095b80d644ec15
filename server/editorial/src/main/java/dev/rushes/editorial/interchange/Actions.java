// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import java.util.Map;

/** The documents' several words for one action. A word that is not listed is kept as it is. */
final class Actions {

    private static final Map<String, String> USER_EDITS = Map.ofEntries(
            Map.entry("delete", "clip_deleted"),
            Map.entry("deleted", "clip_deleted"),
            Map.entry("user_deleted", "clip_deleted"),
            Map.entry("reorder", "clip_reordered"),
            Map.entry("reordered", "clip_reordered"),
            Map.entry("user_reordered", "clip_reordered"),
            Map.entry("trim", "clip_trimmed"),
            Map.entry("user_trimmed", "clip_trimmed"),
            Map.entry("add", "clip_added"),
            Map.entry("user_added", "clip_added"),
            Map.entry("lock", "clip_locked"),
            Map.entry("user_locked", "clip_locked"),
            Map.entry("unlock", "clip_unlocked"),
            Map.entry("user_unlocked", "clip_unlocked"),
            Map.entry("user_replaced", "clip_replaced"),
            Map.entry("regenerate", "regenerate_requested"));

    private static final Map<String, String> INSTRUCTIONS = Map.of("more_energy", "add_energy");

    private Actions() {}

    static String ofUserEdit(String word) {
        return USER_EDITS.getOrDefault(word, word);
    }

    /** Returns the word of a clip's own history, which keeps the prefix "user_". */
    static String ofHistory(String word) {
        String edit = ofUserEdit(word);
        return edit.startsWith("clip_") ? "user_" + edit.substring("clip_".length()) : word;
    }

    static String ofInstruction(String word) {
        return INSTRUCTIONS.getOrDefault(word, word);
    }
}
