// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.sequence;

/** How hard the optimizer tries. Both answers obey every rule and carry a bound; the same effort gives the same answer again. */
public enum Effort {
    /** A few price steps and a local search: a first answer while a person waits, within a few percent of the best. */
    QUICK,
    /** Prices to the end and large neighbourhoods: the answer to keep. */
    FULL
}
