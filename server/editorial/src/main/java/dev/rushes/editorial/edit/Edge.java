// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

/** One of the two edges of a shot. */
public enum Edge {
    /** The in point. */
    START,
    /** The out point. */
    END
}
