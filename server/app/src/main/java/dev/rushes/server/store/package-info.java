// SPDX-License-Identifier: Apache-2.0
/** PostgreSQL: one store for each feature; the only user of jOOQ. */
@NullMarked
package dev.rushes.server.store;

import org.jspecify.annotations.NullMarked;
