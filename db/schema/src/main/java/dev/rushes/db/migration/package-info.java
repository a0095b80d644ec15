// SPDX-License-Identifier: Apache-2.0
/** Brings a database to the schema of this build. */
@NullMarked
package dev.rushes.db.migration;

import org.jspecify.annotations.NullMarked;
