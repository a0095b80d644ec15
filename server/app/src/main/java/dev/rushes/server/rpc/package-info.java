// SPDX-License-Identifier: Apache-2.0
/** The gRPC face: parse, call one feature, convert. */
@NullMarked
package dev.rushes.server.rpc;

import org.jspecify.annotations.NullMarked;
