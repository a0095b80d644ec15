// SPDX-License-Identifier: Apache-2.0
/** The worker process: wiring only. It keeps no state, holds no credentials and reaches no database. */
@NullMarked
package dev.rushes.worker;

import org.jspecify.annotations.NullMarked;
