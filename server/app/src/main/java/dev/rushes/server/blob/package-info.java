// SPDX-License-Identifier: Apache-2.0
/** Bytes of media by content: uploads in progress, finished files, free space. */
@NullMarked
package dev.rushes.server.blob;

import org.jspecify.annotations.NullMarked;
