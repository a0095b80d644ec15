// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ManyShootTest {

    @Test
    void noTwoClipsShowTheSame() {
        List<ClipScript> scripts = ManyShoot.scripts(60);

        assertThat(scripts).extracting(ClipScript::name).hasSize(60).doesNotHaveDuplicates();
        assertThat(scripts)
                .extracting(script -> List.of(script.subject(), script.camera(), script.palette()))
                .doesNotHaveDuplicates();
    }

    @Test
    void asksForNoMoreThanThereAre() {
        assertThatThrownBy(() -> ManyShoot.scripts(1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count: 1000");
    }
}
