// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

import org.jspecify.annotations.Nullable;

/** A model file cannot be loaded or run. The message names the file and says what to do. */
public final class UnusableModel extends Exception {

    private static final long serialVersionUID = 1L;

    public UnusableModel(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
