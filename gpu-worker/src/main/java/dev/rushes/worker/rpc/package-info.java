// SPDX-License-Identifier: Apache-2.0
/** The gRPC face of the worker: slots, deadlines, cancellation, progress. Decides nothing about media. */
@NullMarked
package dev.rushes.worker.rpc;

import org.jspecify.annotations.NullMarked;
