// SPDX-License-Identifier: Apache-2.0
/**
 * A PostgreSQL server owned by this process: unpacked from a jar, started on loopback, adopted after a crash, stopped
 * cleanly. Imports nothing of ours.
 */
@NullMarked
package dev.rushes.postgres;

import org.jspecify.annotations.NullMarked;
