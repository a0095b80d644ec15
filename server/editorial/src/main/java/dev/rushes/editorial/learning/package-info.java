// SPDX-License-Identifier: Apache-2.0
/** What edit sessions say about the quality of a cut: metrics computed from the log, red flags, aggregates. */
@NullMarked
package dev.rushes.editorial.learning;

import org.jspecify.annotations.NullMarked;
