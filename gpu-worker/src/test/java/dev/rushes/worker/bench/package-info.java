// SPDX-License-Identifier: Apache-2.0
/** What benchmarks of several packages measure with. */
@NullMarked
package dev.rushes.worker.bench;

import org.jspecify.annotations.NullMarked;
