// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.server.access;

import org.jspecify.annotations.NullMarked;
