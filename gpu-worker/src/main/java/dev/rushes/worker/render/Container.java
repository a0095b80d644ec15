// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

/** The file's container; both hold the same picture and sound. */
public enum Container {
    /** MPEG-4 file. */
    MP4("mp4"),
    /** QuickTime file. */
    MOV("mov");

    private final String muxer;

    Container(String muxer) {
        this.muxer = muxer;
    }

    /** Returns the name of FFmpeg's muxer. */
    String muxer() {
        return muxer;
    }
}
