// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.server.blob;

import org.jspecify.annotations.NullMarked;
