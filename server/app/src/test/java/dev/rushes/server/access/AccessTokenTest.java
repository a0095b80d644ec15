// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class AccessTokenTest {
    private final SecureRandom chance = new SecureRandom();

    @Test
    void whatWasMintedIsRead() {
        AccessToken token = AccessToken.mint(chance);
        AccessToken read = AccessToken.parse(token.text()).orElseThrow();
        assertThat(read.id()).isEqualTo(token.id());
        assertThat(read.secretHash()).isEqualTo(token.secretHash()).hasSize(32);
        assertThat(token.text()).startsWith("rsh_" + token.id() + "_").hasSize(4 + 16 + 1 + 64 + 1 + 8);
    }

    @Test
    void aTypingErrorIsNoToken() {
        String text = AccessToken.mint(chance).text();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == '0' ? '1' : '0';
            assertThat(AccessToken.parse(text.substring(0, i) + other + text.substring(i + 1)))
                    .as("place %s", i)
                    .isEmpty();
        }
        assertThat(AccessToken.parse(text + "\n")).isEmpty();
        assertThat(AccessToken.parse(text.toUpperCase(java.util.Locale.ROOT))).isEmpty();
        assertThat(AccessToken.parse("")).isEmpty();
    }

    @Test
    void printingOneTellsNoSecret() {
        AccessToken token = AccessToken.mint(chance);
        assertThat(token.toString()).isEqualTo("token " + token.id());
    }
}
