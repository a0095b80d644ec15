// SPDX-License-Identifier: Apache-2.0
/** Public identities: UUIDv7 strings. */
@NullMarked
package dev.rushes.server.id;

import org.jspecify.annotations.NullMarked;
