// SPDX-License-Identifier: Apache-2.0
/** What is known of a clip. Times are seconds from the clip's first shown frame. */
@NullMarked
package dev.rushes.editorial.footage;

import org.jspecify.annotations.NullMarked;
