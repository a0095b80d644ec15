// SPDX-License-Identifier: Apache-2.0
/** The promises of the server, kept while its processes are killed, frozen and cut off; README.md has the table. */
@NullMarked
package dev.rushes.chaos;

import org.jspecify.annotations.NullMarked;
