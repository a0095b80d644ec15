// SPDX-License-Identifier: Apache-2.0
/** Build tool: turns the migrations into typed jOOQ classes. */
@NullMarked
package dev.rushes.codegen;

import org.jspecify.annotations.NullMarked;
