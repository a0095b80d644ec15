// SPDX-License-Identifier: Apache-2.0
/** Where the crop window of a shot is: what the renderer shows and what hand-off files tell editing programs. */
@NullMarked
package dev.rushes.editorial.reframe;

import org.jspecify.annotations.NullMarked;
