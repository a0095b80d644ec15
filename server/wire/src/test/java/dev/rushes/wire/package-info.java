// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.wire;

import org.jspecify.annotations.NullMarked;
