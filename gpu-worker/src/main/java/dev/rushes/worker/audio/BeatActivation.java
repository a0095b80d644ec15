// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import java.util.Optional;

/**
 * The socket for a neural network in place of the onset front end: how likely each frame is a beat. Implementations are
 * safe for use by several threads, what they begin is not.
 */
@FunctionalInterface
public interface BeatActivation {

    /** No network: beats are heard from onsets. */
    BeatActivation NONE = sampleRate -> new Listening() {
        @Override
        public void hear(float[] samples, int from, int to) {
            // Onsets are heard elsewhere.
        }

        @Override
        public Optional<float[]> finish(int frames) {
            return Optional.empty();
        }
    };

    /** Begins to listen to a song of so many samples a second. */
    Listening listen(int sampleRate);

    /** One song being heard. */
    interface Listening {

        /** Hears the next samples, [from, to), mono, -1..1. */
        void hear(float[] samples, int from, int to);

        /**
         * Ends the song.
         *
         * @param frames wanted values, 100 a second, value i at i / 100 s
         * @return chances 0..1; nothing if the network cannot be used for this song
         */
        Optional<float[]> finish(int frames);
    }
}
