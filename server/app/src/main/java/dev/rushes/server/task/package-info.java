// SPDX-License-Identifier: Apache-2.0
/** Durable tasks, the attempt fence, and calls to workers through an endpoint group. */
@NullMarked
package dev.rushes.server.task;

import org.jspecify.annotations.NullMarked;
