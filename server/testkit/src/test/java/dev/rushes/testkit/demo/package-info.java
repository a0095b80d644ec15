// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.testkit.demo;

import org.jspecify.annotations.NullMarked;
