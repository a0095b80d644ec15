// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.editorial.time;

import org.jspecify.annotations.NullMarked;
