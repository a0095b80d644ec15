// SPDX-License-Identifier: Apache-2.0
/**
 * What is in a picture: shot boundaries, camera and subject motion, sharpness, exposure, framing. One decoding pass feeds
 * every analyser; each is a small class that sees upright pictures of at most 256 pixels and never a file.
 */
@NullMarked
package dev.rushes.worker.vision;

import org.jspecify.annotations.NullMarked;
