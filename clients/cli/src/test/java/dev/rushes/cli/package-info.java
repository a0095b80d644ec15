// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.cli;

import org.jspecify.annotations.NullMarked;
