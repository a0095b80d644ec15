// SPDX-License-Identifier: Apache-2.0
/** Style profiles: stored, read, learned from finished videos. */
@NullMarked
package dev.rushes.server.style;

import org.jspecify.annotations.NullMarked;
