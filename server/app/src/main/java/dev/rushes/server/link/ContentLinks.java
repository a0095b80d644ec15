// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.link;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;

/**
 * Signs and checks links to content: {@code PATH?exp=SECONDS&kid=KEY&sig=SIGNATURE}. Whoever has the link may read that one thing
 * until it expires; every other spelling of it is refused. Thread-safe.
 */
public final class ContentLinks {
    /** How long a link is good (reliability.md 1.6): long enough to begin any playback, short enough to leak little. */
    public static final Duration LIFE = Duration.ofMinutes(10);
    /** Links made within this have the same text, so that a browser's cache finds the bytes again. */
    private static final Duration STEP = Duration.ofMinutes(1);

    private static final Pattern QUERY = Pattern.compile("exp=(\\d{1,12})&kid=(\\d{1,9})&sig=([A-Za-z0-9_-]{43})");

    private final LinkKeys keys;
    private final InstantSource clock;

    public ContentLinks(LinkKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Returns a link to {@code path} that is good for nine to ten minutes. */
    public String sign(String path) {
        LinkKeys.Key key = keys.signing();
        long step = STEP.toSeconds();
        String expiry = Long.toString((clock.instant().getEpochSecond() + LIFE.toSeconds()) / step * step);
        return path + "?exp=" + expiry + "&kid=" + key.id() + "&sig=" + signature(key, path, expiry);
    }

    /** Returns whether {@code link}, a path with its query exactly as it was asked for, may be read now. */
    public boolean permits(String link) {
        int mark = link.indexOf('?');
        if (mark < 0) {
            return false;
        }
        Matcher query = QUERY.matcher(link.substring(mark + 1));
        if (!query.matches()) {
            return false;
        }
        String expiry = query.group(1);
        Optional<LinkKeys.Key> key = keys.find(query.group(2));
        // The text is compared, not the bytes it stands for: the last letter of 43 has two bits to spare.
        return key.isPresent()
                && MessageDigest.isEqual(
                        ascii(signature(key.get(), link.substring(0, mark), expiry)), ascii(query.group(3)))
                && clock.instant().getEpochSecond() < Long.parseLong(expiry);
    }

    /** HEAD reads less than GET, so one signature is good for both; no path holds a line feed. */
    private static String signature(LinkKeys.Key key, String path, String expiry) {
        try {
            Mac mac = Mac.getInstance(LinkKeys.ALGORITHM);
            mac.init(key.secret());
            byte[] signed = mac.doFinal(ascii("GET\n" + path + "\n" + expiry + "\n" + key.id()));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks " + LinkKeys.ALGORITHM, e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
