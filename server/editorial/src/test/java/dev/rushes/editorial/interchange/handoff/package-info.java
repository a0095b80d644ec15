// SPDX-License-Identifier: Apache-2.0
/** Readers of hand-off documents that share no code with the writers, and what they must find. */
@NullMarked
package dev.rushes.editorial.interchange.handoff;

import org.jspecify.annotations.NullMarked;
