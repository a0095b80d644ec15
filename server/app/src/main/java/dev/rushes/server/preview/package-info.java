// SPDX-License-Identifier: Apache-2.0
/** The small files editors show of an uploaded file, made when somebody looks and nobody waits. */
@NullMarked
package dev.rushes.server.preview;

import org.jspecify.annotations.NullMarked;
