// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.editorial.edit;

import org.jspecify.annotations.NullMarked;
