// SPDX-License-Identifier: Apache-2.0
/** Links to content that expire: their keys, how they are signed and checked. */
@NullMarked
package dev.rushes.server.link;

import org.jspecify.annotations.NullMarked;
