// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.server.task;

import org.jspecify.annotations.NullMarked;
