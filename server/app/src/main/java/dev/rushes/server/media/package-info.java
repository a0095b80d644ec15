// SPDX-License-Identifier: Apache-2.0
/** Announced and uploaded files of a job. */
@NullMarked
package dev.rushes.server.media;

import org.jspecify.annotations.NullMarked;
