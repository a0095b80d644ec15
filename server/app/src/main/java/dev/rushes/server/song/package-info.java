// SPDX-License-Identifier: Apache-2.0
/** What people say of a song itself, before and between the cuts made to it. */
@NullMarked
package dev.rushes.server.song;

import org.jspecify.annotations.NullMarked;
