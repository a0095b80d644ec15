// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rushes.testkit.sample.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentLinksTest {
    private static final String PATH = "/content/media/0199f0a4-0000-7000-8000-000000000001";
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/&?=.%";

    @TempDir
    private Path folder;

    private MovingClock clock;
    private LinkKeys keys;
    private ContentLinks links;

    @BeforeEach
    void open() {
        clock = new MovingClock(Samples.NOW);
        keys = LinkKeys.open(folder.resolve("keys"), new SecureRandom(), clock);
        links = new ContentLinks(keys, clock);
    }

    @Test
    void aLinkIsGoodForNineToTenMinutes() {
        for (int second = 0; second < 60; second++) {
            String link = links.sign(PATH);
            clock.pass(Duration.ofMinutes(9));
            assertThat(links.permits(link)).isTrue();
            clock.pass(Duration.ofMinutes(1));
            assertThat(links.permits(link)).isFalse();
            clock.pass(Duration.ofSeconds(61));
        }
    }

    @Test
    void linksOfOneMinuteAreEqualSoThatCachesFindThem() {
        clock.pass(Duration.ofSeconds(60 - Samples.NOW.getEpochSecond() % 60));
        String link = links.sign(PATH);
        clock.pass(Duration.ofSeconds(59));
        assertThat(links.sign(PATH)).isEqualTo(link);
        clock.pass(Duration.ofSeconds(1));
        assertThat(links.sign(PATH)).isNotEqualTo(link);
    }

    @Test
    void noOtherSpellingOfALinkIsGood() {
        String link = links.sign(PATH);
        for (int at = 0; at < link.length(); at++) {
            for (char letter : LETTERS.toCharArray()) {
                String altered = link.substring(0, at) + letter + link.substring(at + 1);
                assertThat(links.permits(altered)).as(altered).isEqualTo(altered.equals(link));
            }
            assertThat(links.permits(link.substring(0, at) + link.substring(at + 1)))
                    .as("without letter " + at)
                    .isFalse();
        }
        for (String more : new String[] {"&exp=9999999999", "&", "=", "#", "\n", " "}) {
            assertThat(links.permits(link + more)).isFalse();
        }
        assertThat(links.permits(PATH)).isFalse();
    }

    @Test
    void aLinkIsGoodForItsOwnPathOnly() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            String one = "/content/media/" + random.nextLong();
            String other = "/content/media/" + random.nextLong();
            assertThat(links.permits(links.sign(one))).isTrue();
            assertThat(links.permits(other + links.sign(one).substring(one.length())))
                    .isFalse();
        }
    }

    @Test
    void foreignKeysSignNothing() {
        ContentLinks foreign =
                new ContentLinks(LinkKeys.open(folder.resolve("other"), new SecureRandom(), clock), clock);
        assertThat(links.permits(foreign.sign(PATH))).isFalse();
    }

    @Test
    void aLinkOutlivesOneRotationAndNotTwo() {
        String link = links.sign(PATH);
        keys.rotate();
        assertThat(links.permits(link)).isTrue();
        assertThat(links.sign(PATH)).isNotEqualTo(link);
        keys.rotate();
        assertThat(links.permits(link)).isFalse();
    }

    @Test
    void revokingEndsEveryLink() {
        String link = links.sign(PATH);
        keys.revokeAll();
        assertThat(links.permits(link)).isFalse();
        assertThat(links.permits(links.sign(PATH))).isTrue();
    }

    @Test
    void keysAreRotatedByAgeAndOutliveAStart() throws IOException {
        keys.rotateAfter(Duration.ofDays(1));
        String link = links.sign(PATH);
        assertThat(link).contains("kid=1&");
        clock.pass(Duration.ofHours(24));
        keys.rotateAfter(Duration.ofDays(1));
        keys.rotateAfter(Duration.ofDays(1));
        assertThat(links.sign(PATH)).contains("kid=2&");
        String fresh = links.sign(PATH);
        ContentLinks again = new ContentLinks(LinkKeys.open(folder.resolve("keys"), new SecureRandom(), clock), clock);
        assertThat(again.permits(fresh)).isTrue();
        try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("link-1.key", "link-2.key");
        }
    }

    @Test
    void onlyTheOwnerMayReadAKey() throws IOException {
        keys.rotate();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys"))))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
            assertThat(files)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aDamagedKeyIsNamed() throws IOException {
        Files.write(folder.resolve("keys/link-7.key"), new byte[3]);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> LinkKeys.open(folder.resolve("keys"), new SecureRandom(), clock))
                .withStackTraceContaining("link-7.key has 3 bytes");
    }
}
