// SPDX-License-Identifier: Apache-2.0
/** Why a shot stands where it stands. */
@NullMarked
package dev.rushes.editorial.reason;

import org.jspecify.annotations.NullMarked;
