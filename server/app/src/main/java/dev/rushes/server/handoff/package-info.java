// SPDX-License-Identifier: Apache-2.0
/** Timelines as documents for editing programs. */
@NullMarked
package dev.rushes.server.handoff;

import org.jspecify.annotations.NullMarked;
