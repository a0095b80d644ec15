// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

/** What is said with a code for one more device. */
final class PairingsTest {

    @Test
    void addressOfThisMachineAloneIsNotPromisedToAnotherDevice() {
        for (String own : new String[] {"http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"}) {
            assertThat(Pairings.howToUse(URI.create(own)))
                    .contains("on this machine", "RUSHES_HOST", "--server")
                    .doesNotContain("open the address there");
        }
    }

    @Test
    void addressOnTheNetworkIsOpenedOnTheDevice() {
        assertThat(Pairings.howToUse(URI.create("https://studio.example:8443"))).contains("open the address there");
    }
}
