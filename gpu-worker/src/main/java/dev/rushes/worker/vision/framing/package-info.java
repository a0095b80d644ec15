// SPDX-License-Identifier: Apache-2.0
/**
 * How large the subject is shown and from which angle, with what the server can learn corrections from.
 */
@NullMarked
package dev.rushes.worker.vision.framing;

import org.jspecify.annotations.NullMarked;
