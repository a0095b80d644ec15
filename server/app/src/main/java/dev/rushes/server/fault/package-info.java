// SPDX-License-Identifier: Apache-2.0
/** What can go wrong in words a caller can act on; mapped to gRPC and HTTP in one place. */
@NullMarked
package dev.rushes.server.fault;

import org.jspecify.annotations.NullMarked;
