// SPDX-License-Identifier: Apache-2.0
/** What workers found in files, kept by content so that equal bytes are looked at once. */
@NullMarked
package dev.rushes.server.analysis;

import org.jspecify.annotations.NullMarked;
