// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.sound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassingSoundTest {

    @Test
    void beforeTheBeginningAndAfterTheEndIsSilence() {
        PassingSound sound = new PassingSound(8, 4);
        sound.append(new float[] {9, 1, 2, 3, 9}, 1, 4);
        float[] read = new float[7];
        sound.read(-2, read);
        assertThat(read).containsExactly(0, 0, 1, 2, 3, 0, 0);
    }

    @Test
    void theReachCanBeReadAfterEveryAppend() {
        PassingSound sound = new PassingSound(10, 3);
        float[] read = new float[10];
        for (int at = 0; at < 200; at += 3) {
            sound.append(new float[] {at, at + 1, at + 2}, 0, 3);
            sound.read(sound.end() - 10, read);
            for (int i = 0; i < 10; i++) {
                assertThat(read[i]).isEqualTo(Math.max(0, sound.end() - 10 + i));
            }
        }
    }

    @Test
    void everyFrameIsHandedOverOnceInOrder() {
        PassingSound sound = new PassingSound(64, 7);
        FrameWalk frames = new FrameWalk(30, 10, 8);
        List<Long> starts = new ArrayList<>();
        FrameWalk.Taker taker =
                (places, count) -> Arrays.stream(places).limit(count).forEach(starts::add);
        for (int piece = 0; piece < 5; piece++) {
            sound.append(new float[7], 0, 7);
            frames.walk(sound, taker);
        }
        frames.finish(sound, taker);
        // 35 samples: frames are centered on 0, 3, ... 33.
        assertThat(starts).containsExactly(-4L, -1L, 2L, 5L, 8L, 11L, 14L, 17L, 20L, 23L, 26L, 29L);
    }
}
