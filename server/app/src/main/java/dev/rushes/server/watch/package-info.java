// SPDX-License-Identifier: Apache-2.0
/** Tells streams inside this process that a row changed; a hint, never the truth. */
@NullMarked
package dev.rushes.server.watch;

import org.jspecify.annotations.NullMarked;
