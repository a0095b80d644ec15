// SPDX-License-Identifier: Apache-2.0
/** From footage, song and style to a cut: slots on the beat grid and the optimizer over them. */
@NullMarked
package dev.rushes.editorial.sequence;

import org.jspecify.annotations.NullMarked;
