// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.editorial.learning;

import org.jspecify.annotations.NullMarked;
