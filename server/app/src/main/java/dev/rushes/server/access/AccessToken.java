// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A token as its holder has it: {@code rsh_ID_SECRET_CHECKSUM}. The checksum tells a typing error from a wrong token and lets scanners
 * find leaked ones; the server keeps the id and the SHA-256 of the secret. Printing one shows only its id.
 */
public final class AccessToken {
    private static final Pattern FORM = Pattern.compile("rsh_([0-9a-f]{16})_([0-9a-f]{64})_([0-9a-f]{8})");
    private static final HexFormat HEX = HexFormat.of();
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;

    private final String id;
    private final String secret;

    private AccessToken(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    /** Makes a token nobody has. */
    public static AccessToken mint(SecureRandom chance) {
        byte[] id = new byte[ID_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        chance.nextBytes(id);
        chance.nextBytes(secret);
        return new AccessToken(HEX.formatHex(id), HEX.formatHex(secret));
    }

    /** Reads a token; empty when it was not copied whole, or is none. */
    public static Optional<AccessToken> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !checksum(form.group(1), form.group(2)).equals(form.group(3))) {
            return Optional.empty();
        }
        return Optional.of(new AccessToken(form.group(1), form.group(2)));
    }

    /** Returns what the token is known by; no secret. */
    public String id() {
        return id;
    }

    /** Returns the text to give to its holder, once. */
    public String text() {
        return "rsh_" + id + "_" + secret + "_" + checksum(id, secret);
    }

    /** Returns what the server keeps of the secret: 32 bytes. */
    public byte[] secretHash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String checksum(String id, String secret) {
        CRC32 crc = new CRC32();
        crc.update((id + "_" + secret).getBytes(StandardCharsets.US_ASCII));
        return HEX.toHexDigits((int) crc.getValue());
    }

    @Override
    public String toString() {
        return "token " + id;
    }
}
