// SPDX-License-Identifier: Apache-2.0
/** Backups of a data folder and the way back. */
@NullMarked
package dev.rushes.server.backup;

import org.jspecify.annotations.NullMarked;
