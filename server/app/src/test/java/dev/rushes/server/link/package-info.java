// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.server.link;

import org.jspecify.annotations.NullMarked;
