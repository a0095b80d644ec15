// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.server.http;

import org.jspecify.annotations.NullMarked;
