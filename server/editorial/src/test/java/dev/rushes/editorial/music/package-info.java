// SPDX-License-Identifier: Apache-2.0
/** Corrects beats of songs made up here. */
@NullMarked
package dev.rushes.editorial.music;

import org.jspecify.annotations.NullMarked;
