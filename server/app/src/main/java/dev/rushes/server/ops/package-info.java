// SPDX-License-Identifier: Apache-2.0
/** What operators look at: metrics, readiness, the admin port. */
@NullMarked
package dev.rushes.server.ops;

import org.jspecify.annotations.NullMarked;
