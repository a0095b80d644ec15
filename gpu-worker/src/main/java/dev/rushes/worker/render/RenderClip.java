// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.render;

import dev.rushes.editorial.footage.ClipFeatures;
import java.nio.file.Path;

/**
 * A clip to render from.
 *
 * @param file where it is
 * @param fileName its name as a person knows it; used in messages
 * @param sha256 lower-case hexadecimal digest of the file; names its cached segments
 * @param features what was seen in it; the subject track drives the crop
 */
public record RenderClip(Path file, String fileName, String sha256, ClipFeatures features) {

    public RenderClip {
        if (sha256.isBlank()) {
            throw new IllegalArgumentException("sha256 of " + fileName + " is empty (expected: 64 hexadecimal digits)");
        }
    }
}
