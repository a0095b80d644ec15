// SPDX-License-Identifier: Apache-2.0
/** A creator's habits, learned or declared. */
@NullMarked
package dev.rushes.editorial.style;

import org.jspecify.annotations.NullMarked;
