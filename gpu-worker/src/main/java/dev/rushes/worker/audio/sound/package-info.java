// SPDX-License-Identifier: Apache-2.0
/**
 * Sound that is heard once and not kept: the stretch at hand, its spectra, curves that grow. The only package that may use
 * TarsosDSP.
 */
@NullMarked
package dev.rushes.worker.audio.sound;

import org.jspecify.annotations.NullMarked;
