// SPDX-License-Identifier: Apache-2.0
/** A shoot and a song made by our own code: the demo needs no download, and tests know the truth exactly. */
@NullMarked
package dev.rushes.testkit.demo;

import org.jspecify.annotations.NullMarked;
