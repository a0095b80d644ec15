// SPDX-License-Identifier: Apache-2.0
/**
 * Hears where the beats, bars and sections of a song are. Nothing here keeps state between songs, so every entry point is
 * safe for use by several threads.
 */
@NullMarked
package dev.rushes.worker.audio;

import org.jspecify.annotations.NullMarked;
