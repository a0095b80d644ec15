// SPDX-License-Identifier: Apache-2.0
/** What people say of moments in a job's footage. */
@NullMarked
package dev.rushes.server.comment;

import org.jspecify.annotations.NullMarked;
