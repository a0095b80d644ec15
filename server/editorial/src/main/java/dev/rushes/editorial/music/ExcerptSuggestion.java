// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.music;

/**
 * A part of a song that stands by itself.
 *
 * @param targetSeconds length it was looked for
 * @param start seconds; on a downbeat where bars are known
 * @param end seconds; on a downbeat where bars are known, at most the target away
 * @param reason why this one, in words
 */
public record ExcerptSuggestion(double targetSeconds, double start, double end, String reason) {}
