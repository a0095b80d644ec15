// SPDX-License-Identifier: Apache-2.0
/** What is known of a song: beats, energy, sections. Times are seconds from the first decoded sample. */
@NullMarked
package dev.rushes.editorial.music;

import org.jspecify.annotations.NullMarked;
