// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.postgres;

import org.jspecify.annotations.NullMarked;
