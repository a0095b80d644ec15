// SPDX-License-Identifier: Apache-2.0
/** The thin client: contract and resume logic, no editing rules. Java 17, gRPC and the JDK only. */
@NullMarked
package dev.rushes.client;

import org.jspecify.annotations.NullMarked;
