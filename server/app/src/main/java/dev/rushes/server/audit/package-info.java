// SPDX-License-Identifier: Apache-2.0
/** Who did what with people, tokens, links and exports: a log that only grows and shows when it was tampered with. */
@NullMarked
package dev.rushes.server.audit;

import org.jspecify.annotations.NullMarked;
