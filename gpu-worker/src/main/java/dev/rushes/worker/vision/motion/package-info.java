// SPDX-License-Identifier: Apache-2.0
/**
 * How camera and subject move from one sampled picture to the next, and what that makes of a span.
 */
@NullMarked
package dev.rushes.worker.vision.motion;

import org.jspecify.annotations.NullMarked;
