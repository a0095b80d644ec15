// SPDX-License-Identifier: Apache-2.0
/** Same request id, same resource: answers to repeated requests. */
@NullMarked
package dev.rushes.server.request;

import org.jspecify.annotations.NullMarked;
