// SPDX-License-Identifier: Apache-2.0
/** Measurements of the vision analysers on media that lies beside the repository. */
@NullMarked
package dev.rushes.worker.vision.bench;

import org.jspecify.annotations.NullMarked;
