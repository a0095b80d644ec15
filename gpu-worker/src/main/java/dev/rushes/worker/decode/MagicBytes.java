// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import dev.rushes.worker.decode.UnreadableMedia.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Looks at the first bytes of a file before any decoder does, to refuse what is plainly something else and to say what it
 * is. Unknown bytes pass: damaged songs often start with rubbish, and the demuxer list decides about them.
 */
final class MagicBytes {

    private static final int HEAD_BYTES = 1024;

    private static final String INSTEAD = " Choose a video (MP4, MOV) or a song (MP3, WAV, M4A).";

    /** Brands of still pictures in the same boxes as MP4. */
    private static final Set<String> PHOTO_BRANDS = Set.of("heic", "heix", "heim", "heis", "mif1", "avif");

    private MagicBytes() {}

    /** Throws if the file is empty or plainly not a video or a sound file. */
    static void check(Path file) throws IOException, UnreadableMedia {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD_BYTES);
        }
        if (head.length == 0) {
            throw new UnreadableMedia(Code.EMPTY, "This file is empty. Copy or upload it again.");
        }
        String what = isText(head) ? textKind(text(head)) : binaryKind(text(head));
        if (!what.isEmpty()) {
            throw new UnreadableMedia(Code.NOT_MEDIA, "This is " + what + ", not a video or a song." + INSTEAD);
        }
    }

    /** Keeps every byte as one character. */
    private static String text(byte[] head) {
        return new String(head, StandardCharsets.ISO_8859_1);
    }

    /** Returns what the bytes are in words, empty if they may be media. */
    private static String binaryKind(String head) {
        if (head.startsWith("\u00ff\u00d8\u00ff") || head.startsWith("\u0089PNG") || head.startsWith("GIF8")) {
            return "a picture";
        }
        if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
            return "a picture";
        }
        if (head.startsWith("ftyp", 4) && head.length() >= 12 && PHOTO_BRANDS.contains(head.substring(8, 12))) {
            return "a photo";
        }
        if (head.startsWith("PK\u0003\u0004")) {
            return "a ZIP archive";
        }
        if (head.startsWith("%PDF")) {
            return "a PDF document";
        }
        if (head.startsWith("\u007fELF") || head.startsWith("MZ")) {
            return "a program";
        }
        return "";
    }

    private static String textKind(String head) {
        String start =
                head.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return "a web page";
        }
        if (start.startsWith("#extm3u") || start.startsWith("ffconcat") || start.startsWith("<mpd")) {
            return "a playlist";
        }
        return "a text file";
    }

    /** Text is valid UTF-8 without control characters and with some white space; no media file starts like that. */
    private static boolean isText(byte[] head) {
        String decoded = new String(head, StandardCharsets.UTF_8);
        // The last character may be cut in two.
        int broken = decoded.indexOf('\ufffd');
        return (broken < 0 || broken >= decoded.length() - 3)
                && decoded.chars().anyMatch(Character::isWhitespace)
                && decoded.chars().noneMatch(c -> c < ' ' && !Character.isWhitespace(c));
    }
}
