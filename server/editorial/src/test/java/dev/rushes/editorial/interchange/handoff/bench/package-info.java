// SPDX-License-Identifier: Apache-2.0
/** Measures hand-off documents with programs of others. */
@NullMarked
package dev.rushes.editorial.interchange.handoff.bench;

import org.jspecify.annotations.NullMarked;
