// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.server.store;

import org.jspecify.annotations.NullMarked;
