// SPDX-License-Identifier: Apache-2.0
/** Who calls, for whom, and what that person may do. Knows neither the contract nor the database. */
@NullMarked
package dev.rushes.server.access;

import org.jspecify.annotations.NullMarked;
