// SPDX-License-Identifier: Apache-2.0
/** Files that are taken out of a job, and the bytes that go with them. */
@NullMarked
package dev.rushes.server.removal;

import org.jspecify.annotations.NullMarked;
