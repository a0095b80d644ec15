// SPDX-License-Identifier: Apache-2.0
/** What rendering costs, against the floor of one FFmpeg call. */
@NullMarked
package dev.rushes.worker.render.bench;

import org.jspecify.annotations.NullMarked;
