// SPDX-License-Identifier: Apache-2.0
/** Frames and samples from files nobody trusts: every file is opened by one FFmpeg child, never in this process. */
@NullMarked
package dev.rushes.worker.decode;

import org.jspecify.annotations.NullMarked;
