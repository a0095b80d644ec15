// SPDX-License-Identifier: Apache-2.0
/** How tests start the programs as they ship. */
@NullMarked
package dev.rushes.testkit.process;

import org.jspecify.annotations.NullMarked;
