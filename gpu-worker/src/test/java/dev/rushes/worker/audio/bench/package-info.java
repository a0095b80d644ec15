// SPDX-License-Identifier: Apache-2.0
/** Measures the song analyzer against annotated songs. */
@NullMarked
package dev.rushes.worker.audio.bench;

import org.jspecify.annotations.NullMarked;
