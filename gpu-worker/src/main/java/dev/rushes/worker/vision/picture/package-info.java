// SPDX-License-Identifier: Apache-2.0
/**
 * An upright picture of at most 256 pixels and what can be measured of it alone: light, colours, blur, texture. Knows nothing of the
 * pictures before and after it.
 */
@NullMarked
package dev.rushes.worker.vision.picture;

import org.jspecify.annotations.NullMarked;
