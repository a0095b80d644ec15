// SPDX-License-Identifier: Apache-2.0
/** Saved timelines with every revision. */
@NullMarked
package dev.rushes.server.timeline;

import org.jspecify.annotations.NullMarked;
