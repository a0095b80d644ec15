// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rushes.worker.audio.sound;

import org.jspecify.annotations.NullMarked;
