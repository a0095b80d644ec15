// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.editorial;

import org.jspecify.annotations.NullMarked;
