// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

/** Where a piece of long work stands. */
public enum WorkState {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** Returns whether it stays as it is for ever. */
    public boolean isEnded() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
}
