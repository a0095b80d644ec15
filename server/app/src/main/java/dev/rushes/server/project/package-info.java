// SPDX-License-Identifier: Apache-2.0
/** Projects and jobs: what is being made for whom. */
@NullMarked
package dev.rushes.server.project;

import org.jspecify.annotations.NullMarked;
