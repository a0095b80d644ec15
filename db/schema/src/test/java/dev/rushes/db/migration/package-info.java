// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.db.migration;

import org.jspecify.annotations.NullMarked;
