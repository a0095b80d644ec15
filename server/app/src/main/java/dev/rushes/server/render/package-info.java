// SPDX-License-Identifier: Apache-2.0
/** Video files made from timelines. */
@NullMarked
package dev.rushes.server.render;

import org.jspecify.annotations.NullMarked;
