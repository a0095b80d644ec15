// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.rpc;

import java.util.concurrent.Semaphore;

/**
 * How many calls of one kind run at once. Safe for use by several threads.
 *
 * @param kind word used in the refusal
 * @param limit calls at once
 * @param free permits left
 */
record Slots(String kind, int limit, Semaphore free) {

    static Slots of(String kind, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(kind + " slots: " + limit + " (expected: >= 1)");
        }
        return new Slots(kind, limit, new Semaphore(limit));
    }
}
