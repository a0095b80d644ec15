// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.client;

import org.jspecify.annotations.NullMarked;
