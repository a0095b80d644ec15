// SPDX-License-Identifier: Apache-2.0
/** Measures videos as a viewer would get them, with the FFmpeg programs and none of the product's code. */
@NullMarked
package dev.rushes.testkit.measure;

import org.jspecify.annotations.NullMarked;
