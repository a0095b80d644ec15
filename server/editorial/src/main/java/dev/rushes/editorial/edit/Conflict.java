// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

/**
 * Two edits that cannot both mean what they meant.
 *
 * @param index place of the refused edit in its own sequence, zero-based
 * @param otherRevision revision of the edit it meets; 0 when it meets none in particular
 * @param otherAuthor who made that edit; empty likewise
 * @param aspect what both touch
 * @param message names both edits and what to do next
 */
public record Conflict(int index, long otherRevision, String otherAuthor, Aspect aspect, String message) {}
