// SPDX-License-Identifier: Apache-2.0
/** Certificates and keys: of this server's port, and of its calls to workers. */
@NullMarked
package dev.rushes.server.tls;

import org.jspecify.annotations.NullMarked;
