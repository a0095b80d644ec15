// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/**
 * A code that a person reads on one screen and types on another: eight of 31 letters and digits (39 bits), none of which looks like
 * another, shown as {@code XXXX-XXXX}. Printing one shows nothing of it.
 */
public final class PairingCode {
    /** Bytes of the salt of a hash. */
    public static final int SALT_BYTES = 16;

    private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private static final int LENGTH = 8;

    private final String letters;

    private PairingCode(String letters) {
        this.letters = letters;
    }

    /** Makes a code nobody can guess. */
    public static PairingCode mint(SecureRandom chance) {
        StringBuilder letters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            letters.append(ALPHABET.charAt(chance.nextInt(ALPHABET.length())));
        }
        return new PairingCode(letters.toString());
    }

    /** Reads a code whatever its case, dashes and blanks; empty for what can be none. */
    public static Optional<PairingCode> parse(String typed) {
        String letters = typed.replaceAll("[\\s\\u00a0\\u2010-\\u2015-]", "").toUpperCase(Locale.ROOT);
        boolean whole = letters.length() == LENGTH && letters.chars().allMatch(letter -> ALPHABET.indexOf(letter) >= 0);
        return whole ? Optional.of(new PairingCode(letters)) : Optional.empty();
    }

    /** Returns the text to show, once. */
    public String text() {
        return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
    }

    /** Returns what the server keeps: the SHA-256 of a salt and the code, 32 bytes. */
    public byte[] hash(byte[] salt) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return digest.digest(letters.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "pairing code";
    }
}
