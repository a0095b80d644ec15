// SPDX-License-Identifier: Apache-2.0
/**
 * Two-way converters between the contract's messages and the editorial values, used by server and worker (RATIONALE
 * E-2). Every {@code toProto} is total; every {@code fromProto} refuses an enum that is unspecified or unknown with an
 * {@link java.lang.IllegalArgumentException} that names the field.
 */
@NullMarked
package dev.rushes.wire;

import org.jspecify.annotations.NullMarked;
