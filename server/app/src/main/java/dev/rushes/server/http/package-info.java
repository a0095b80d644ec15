// SPDX-License-Identifier: Apache-2.0
/** Bytes over HTTP: resumable upload, ranged content, health. */
@NullMarked
package dev.rushes.server.http;

import org.jspecify.annotations.NullMarked;
