// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.editorial.regeneration.bench;

import org.jspecify.annotations.NullMarked;
