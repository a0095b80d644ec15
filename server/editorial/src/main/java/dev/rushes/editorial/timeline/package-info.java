// SPDX-License-Identifier: Apache-2.0
/** The cut as immutable values. Positions are frames on the timeline's rate; no floating-point field. */
@NullMarked
package dev.rushes.editorial.timeline;

import org.jspecify.annotations.NullMarked;
