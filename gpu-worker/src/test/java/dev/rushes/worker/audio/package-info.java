// SPDX-License-Identifier: Apache-2.0
/** Judges the song analyzer on sound made here, with exactly known beats. */
@NullMarked
package dev.rushes.worker.audio;

import org.jspecify.annotations.NullMarked;
