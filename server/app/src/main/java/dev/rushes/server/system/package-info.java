// SPDX-License-Identifier: Apache-2.0
/** What this installation can do. */
@NullMarked
package dev.rushes.server.system;

import org.jspecify.annotations.NullMarked;
