// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.worker.preview;

import org.jspecify.annotations.NullMarked;
