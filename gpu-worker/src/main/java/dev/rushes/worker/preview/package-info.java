// SPDX-License-Identifier: Apache-2.0
/** What editors show of a file: proxy, poster, thumbnail, filmstrip, waveform. */
@NullMarked
package dev.rushes.worker.preview;

import org.jspecify.annotations.NullMarked;
