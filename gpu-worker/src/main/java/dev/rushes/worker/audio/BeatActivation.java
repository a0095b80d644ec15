// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import java.util.Optional;

/**
 * The socket for a neural network in place of the onset front end: how likely each frame is a beat. Implementations are
 * safe for use by several threads.
 */
@FunctionalInterface
public interface BeatActivation {

    /** No network: beats are heard from onsets. */
    BeatActivation NONE = (samples, sampleRate, frames) -> Optional.empty();

    /**
     * Listens to a song.
     *
     * @param samples mono, -1..1, not changed
     * @param sampleRate hertz
     * @param frames wanted values, 100 a second, value i at i / 100 s
     * @return chances 0..1; nothing if the network cannot be used for this song
     */
    Optional<float[]> of(float[] samples, int sampleRate, int frames);
}
