// SPDX-License-Identifier: Apache-2.0
/** The server process: start, configuration and the only wiring. */
@NullMarked
package dev.rushes.server;

import org.jspecify.annotations.NullMarked;
