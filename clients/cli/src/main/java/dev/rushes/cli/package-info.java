// SPDX-License-Identifier: Apache-2.0
/** The command line: argument checks, progress and files. Every decision about a cut is the server's. */
@NullMarked
package dev.rushes.cli;

import org.jspecify.annotations.NullMarked;
