// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

/** A file cannot be used. The message names no path and says what to do; it is shown to people as it is. */
public final class UnreadableMedia extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong, one for one the codes of {@code rushes.v1.MediaRejection}. */
    public enum Code {
        EMPTY,
        NOT_MEDIA,
        UNSUPPORTED_CODEC,
        NO_VIDEO,
        NO_AUDIO,
        CORRUPT,
        TOO_LARGE,
        TOO_LONG,
        TOO_SMALL,
        DECODER_FAILED
    }

    private final Code code;

    public UnreadableMedia(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
