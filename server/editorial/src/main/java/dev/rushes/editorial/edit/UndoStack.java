// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * What one author can take back and make again, newest first. A new edit ends what can be made again, as in every editor; a
 * proposal turned down changed nothing, so that there is nothing to take back, and ends nothing.
 *
 * @param done steps in force
 * @param undone steps taken back
 */
record UndoStack(Deque<Long> done, Deque<Long> undone) {

    static UndoStack of(List<LoggedEdit> entries, String author) {
        UndoStack stack = new UndoStack(new ArrayDeque<>(), new ArrayDeque<>());
        for (LoggedEdit entry : entries) {
            if (entry.revision() > 1 && entry.stamp().author().equals(author)) {
                stack.take(entry);
            }
        }
        return stack;
    }

    private void take(LoggedEdit entry) {
        switch (entry.edit()) {
            case Edit.Undo undo -> {
                done.remove(undo.step());
                undone.push(undo.step());
            }
            case Edit.Redo redo -> {
                undone.remove(redo.step());
                done.push(redo.step());
            }
            case Edit.RejectProposal reject -> {}
            default -> {
                if (done.isEmpty() || done.getFirst() != entry.step()) {
                    done.push(entry.step());
                    undone.clear();
                }
            }
        }
    }

    OptionalLong undoable() {
        return done.isEmpty() ? OptionalLong.empty() : OptionalLong.of(done.getFirst());
    }

    OptionalLong redoable() {
        return undone.isEmpty() ? OptionalLong.empty() : OptionalLong.of(undone.getFirst());
    }
}
