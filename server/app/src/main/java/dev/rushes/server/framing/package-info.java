// SPDX-License-Identifier: Apache-2.0
/** What people say of shot size and angle of clips, and what it teaches about a creator's other clips. */
@NullMarked
package dev.rushes.server.framing;

import org.jspecify.annotations.NullMarked;
