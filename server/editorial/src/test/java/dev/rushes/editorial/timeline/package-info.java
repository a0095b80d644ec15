// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.editorial.timeline;

import org.jspecify.annotations.NullMarked;
