// SPDX-License-Identifier: Apache-2.0
/**
 * How good a span looks, which parts of a clip can be used, and what is wrong with the others, in words.
 */
@NullMarked
package dev.rushes.worker.vision.quality;

import org.jspecify.annotations.NullMarked;
