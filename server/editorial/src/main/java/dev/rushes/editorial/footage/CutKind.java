// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.footage;

/** What kind of change of shot was found in a finished video. */
public enum CutKind {
    HARD_CUT,
    DISSOLVE,
    WHIP_PAN
}
