// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

/** How much care the encoder takes. */
public enum RenderQuality {
    /** Small and quick, for a first look. */
    LOW("superfast", 27),
    /** For posting: the fastest preset whose files stay below 5 Mb/s on real footage. */
    HIGH("veryfast", 20),
    /** For archives. */
    MAXIMUM("medium", 16);

    private final String preset;
    private final int rateFactor;

    RenderQuality(String preset, int rateFactor) {
        this.preset = preset;
        this.rateFactor = rateFactor;
    }

    /** Returns the name of x264's preset. */
    public String preset() {
        return preset;
    }

    /** Returns x264's constant rate factor; lower is better. */
    public int rateFactor() {
        return rateFactor;
    }
}
