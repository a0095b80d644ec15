// SPDX-License-Identifier: Apache-2.0
/** New proposals for a standing cut: a section, one shot or the whole, by an instruction, with a receipt of what it does. */
@NullMarked
package dev.rushes.editorial.regeneration;

import org.jspecify.annotations.NullMarked;
