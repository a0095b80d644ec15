// SPDX-License-Identifier: Apache-2.0
/** Exact time: whole frames on a rational rate. Imports nothing of ours and holds no floating-point field. */
@NullMarked
package dev.rushes.editorial.time;

import org.jspecify.annotations.NullMarked;
