// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.editorial.music.Beat;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.worker.inference.OnnxModel;
import dev.rushes.worker.inference.TinyOnnx;
import dev.rushes.worker.inference.UnusableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeuralActivationTest {

    @TempDir
    Path folder;

    @Test
    void aModelOfLoudnessHearsClicksThroughTheSocket() throws IOException, UnusableModel {
        SynthSong song = SynthSong.lasting(70).clicks(120, .25, 70);
        try (OnnxModel model = OnnxModel.open(write(TinyOnnx.meanOfBands(1500, 128)))) {
            BeatActivation network = NeuralActivation.of(model);
            BeatActivation.Listening listening = network.listen(SynthSong.SAMPLE_RATE);
            listening.hear(song.samples(), 0, song.samples().length);
            float[] chances = listening.finish(7000).orElseThrow();
            assertThat(chances).hasSize(7000);
            // Beyond the first piece of thirty seconds as well.
            assertThat(highest(chances, 6220, 6230)).isGreaterThan(4 * highest(chances, 6240, 6260));
            assertThat(highest(chances, 1020, 1030)).isGreaterThan(4 * highest(chances, 1040, 1060));
            SongAnalysis heard = new SongAnalyzer(network).analyze(song.samples(), SynthSong.SAMPLE_RATE);
            assertThat(BeatScore.of(song.beats(), beats(heard)).f()).isGreaterThan(.98);
        }
    }

    @Test
    void theNetworkOutweighsTheOnsets() {
        SynthSong song = SynthSong.lasting(40).band(120, .25, 40, 4, 0);
        double[] later = Arrays.stream(song.beats()).map(at -> at + .25).toArray();
        SongAnalysis heard = new SongAnalyzer(rate -> new SureOf(later)).analyze(song.samples(), SynthSong.SAMPLE_RATE);
        assertThat(BeatScore.of(later, beats(heard)).f()).isGreaterThan(.95);
    }

    @Test
    void aModelOfAnotherShapeIsRefusedWithTheShapeItShouldHave() throws IOException, UnusableModel {
        try (OnnxModel model = OnnxModel.open(write(TinyOnnx.meanOfBands(100, 40)))) {
            assertThatThrownBy(() -> NeuralActivation.of(model))
                    .isInstanceOf(UnusableModel.class)
                    .hasMessageContaining("[1, 1500, 128]");
        }
    }

    /** A network that is sure of some beats. */
    private record SureOf(double[] beats) implements BeatActivation.Listening {

        @Override
        public void hear(float[] samples, int from, int to) {
            // It knows already.
        }

        @Override
        public Optional<float[]> finish(int frames) {
            float[] chances = new float[frames];
            Arrays.fill(chances, .02f);
            for (double at : beats) {
                if (at * 100 < frames) {
                    chances[(int) Math.round(at * 100)] = .95f;
                }
            }
            return Optional.of(chances);
        }
    }

    private Path write(byte[] model) throws IOException {
        return Files.write(folder.resolve("beats.onnx"), model);
    }

    private static float highest(float[] values, int from, int to) {
        float highest = 0;
        for (int i = from; i < to; i++) {
            highest = Math.max(highest, values[i]);
        }
        return highest;
    }

    private static double[] beats(SongAnalysis heard) {
        return heard.beats().stream().mapToDouble(Beat::seconds).toArray();
    }
}
