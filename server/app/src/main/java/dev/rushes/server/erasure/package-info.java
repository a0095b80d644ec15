// SPDX-License-Identifier: Apache-2.0
/** Removes a creator with everything made for and learned from the creator, and remembers that without remembering who. */
@NullMarked
package dev.rushes.server.erasure;

import org.jspecify.annotations.NullMarked;
