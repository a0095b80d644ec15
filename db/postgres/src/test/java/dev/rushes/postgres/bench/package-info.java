// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.postgres.bench;

import org.jspecify.annotations.NullMarked;
