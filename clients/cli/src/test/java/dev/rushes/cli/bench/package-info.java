// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.cli.bench;

import org.jspecify.annotations.NullMarked;
