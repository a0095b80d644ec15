// SPDX-License-Identifier: Apache-2.0
/** Domain values with every field set, for tests of the server and its stand-in workers. */
@NullMarked
package dev.rushes.testkit.sample;

import org.jspecify.annotations.NullMarked;
