// SPDX-License-Identifier: Apache-2.0
/** Runs from footage and song to a timeline. */
@NullMarked
package dev.rushes.server.generation;

import org.jspecify.annotations.NullMarked;
