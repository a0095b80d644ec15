// SPDX-License-Identifier: Apache-2.0
/** Edit sessions: what people did with a generated cut, measured from the log. */
@NullMarked
package dev.rushes.server.session;

import org.jspecify.annotations.NullMarked;
