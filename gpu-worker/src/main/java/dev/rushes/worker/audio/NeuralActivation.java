// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import dev.rushes.worker.audio.sound.Curve;
import dev.rushes.worker.audio.sound.PassingSound;
import dev.rushes.worker.inference.FloatTensor;
import dev.rushes.worker.inference.Model;
import dev.rushes.worker.inference.TensorSpec;
import dev.rushes.worker.inference.UnusableModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beat chances of a network with one input [1, frames, 128], log-mel magnitudes at 50 frames a second as Beat This! (Foscarin
 * et al. 2024) takes them, and a first output [1, frames] of logits. Long songs go through in overlapping pieces of thirty
 * seconds, of which the middle is kept. Safe for use by several threads if the model is.
 */
public final class NeuralActivation implements BeatActivation {

    private static final Logger LOG = LoggerFactory.getLogger(NeuralActivation.class);

    private static final int PIECE = 1500;
    private static final int MARGIN = 6;
    private static final int FRAMES_PER_STEP = Flux.FRAMES_PER_SECOND / MelSpectrogram.FRAMES_PER_SECOND;

    /** The decoder takes logarithms of chances. */
    private static final float LEAST = .005f;

    private final Model model;
    private final String input;
    private final String output;

    private NeuralActivation(Model model) {
        this.model = model;
        this.input = model.inputs().getFirst().name();
        this.output = model.outputs().getFirst().name();
    }

    /**
     * Plugs a model in; it stays the caller's to close.
     *
     * @throws UnusableModel if its input is not what this class can give
     */
    public static NeuralActivation of(Model model) throws UnusableModel {
        List<TensorSpec> inputs = model.inputs();
        List<Long> wanted = List.of(1L, (long) PIECE, (long) MelSpectrogram.BANDS);
        boolean fits = inputs.size() == 1 && inputs.getFirst().shape().size() == wanted.size();
        for (int side = 0; fits && side < wanted.size(); side++) {
            long length = inputs.getFirst().shape().get(side);
            fits = length < 0 || length == wanted.get(side);
        }
        if (!fits) {
            throw new UnusableModel(
                    "The beat model takes " + inputs + " (expected: one input of shape " + wanted
                            + "). Export it with this input.",
                    null);
        }
        return new NeuralActivation(model);
    }

    @Override
    public Listening listen(int sampleRate) {
        return new Pieces(sampleRate);
    }

    private float[] logits(float[] piece) throws UnusableModel {
        FloatTensor tensor = FloatTensor.of(piece, 1, PIECE, MelSpectrogram.BANDS);
        FloatTensor answer = model.run(Map.of(input, tensor)).get(output);
        if (answer == null || answer.values().length < PIECE) {
            throw new UnusableModel("The beat model gives no logit for each of " + PIECE + " frames.", null);
        }
        return answer.values();
    }

    private static float[] stretched(float[] chances, int frames) {
        float[] stretched = new float[frames];
        for (int t = 0; t < frames; t++) {
            int left = Math.min(chances.length - 1, t / FRAMES_PER_STEP);
            int right = Math.min(chances.length - 1, left + 1);
            float share = (t % FRAMES_PER_STEP) / (float) FRAMES_PER_STEP;
            stretched[t] = chances[left] * (1 - share) + chances[right] * share;
        }
        return stretched;
    }

    /** A song in overlapping pieces, each put to the model as soon as it is full. */
    private final class Pieces implements Listening {

        private static final int STEP = 4096;

        private final PassingSound sound;
        private final MelSpectrogram mel;
        private final float[] piece = new float[PIECE * MelSpectrogram.BANDS];
        private final Curve chances = new Curve();
        /** The song begins after a margin of silence. */
        private int filled = MARGIN;

        private int heard;
        private boolean hasFailed;

        Pieces(int sampleRate) {
            mel = new MelSpectrogram(sampleRate, this::add);
            sound = new PassingSound(mel.reach(), STEP);
        }

        @Override
        public void hear(float[] samples, int from, int to) {
            for (int at = from; at < to; at += STEP) {
                sound.append(samples, at, Math.min(to, at + STEP));
                mel.hear(sound);
            }
        }

        @Override
        public Optional<float[]> finish(int frames) {
            mel.finish(sound);
            while (!hasFailed && chances.size() < heard) {
                Arrays.fill(piece, filled * MelSpectrogram.BANDS, piece.length, 0);
                run();
            }
            return hasFailed ? Optional.empty() : Optional.of(stretched(chances.toArray(), frames));
        }

        private void add(float[] bands) {
            System.arraycopy(bands, 0, piece, filled * MelSpectrogram.BANDS, bands.length);
            filled++;
            heard++;
            if (filled == PIECE && !hasFailed) {
                run();
            }
            filled = hasFailed ? 0 : filled;
        }

        private void run() {
            try {
                float[] logits = logits(piece.clone());
                for (int i = MARGIN; i < PIECE - MARGIN && chances.size() < heard; i++) {
                    double chance = 1 / (1 + Math.exp(-logits[i]));
                    chances.add((float) Math.clamp(chance, LEAST, 1 - LEAST));
                }
                int kept = 2 * MARGIN * MelSpectrogram.BANDS;
                System.arraycopy(piece, piece.length - kept, piece, 0, kept);
                filled = 2 * MARGIN;
            } catch (UnusableModel e) {
                LOG.warn("the beat model failed; beats are heard from onsets", e);
                hasFailed = true;
            }
        }
    }
}
