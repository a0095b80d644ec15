// SPDX-License-Identifier: Apache-2.0
/** Documents other programs read. The only package that may use a JSON library (RATIONALE E-1). */
@NullMarked
package dev.rushes.editorial.interchange;

import org.jspecify.annotations.NullMarked;
