// SPDX-License-Identifier: Apache-2.0
/**
 * Who or what a picture is about, and where: faces, what stands out, what moves by itself.
 */
@NullMarked
package dev.rushes.worker.vision.subject;

import org.jspecify.annotations.NullMarked;
