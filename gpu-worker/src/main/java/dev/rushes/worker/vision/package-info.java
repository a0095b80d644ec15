// SPDX-License-Identifier: Apache-2.0
/**
 * What is in a clip or a finished video: one decoding pass feeds every analyser, each a small class that sees upright pictures of
 * at most 256 pixels and never a file. What is measured, and how, lies in the packages below, which know nothing of this one:
 *
 * <pre>
 * picture  <- shots
 * picture  <- motion <- subject <- framing
 *             motion <- quality               (an arrow points at who may import)
 * </pre>
 */
@NullMarked
package dev.rushes.worker.vision;

import org.jspecify.annotations.NullMarked;
