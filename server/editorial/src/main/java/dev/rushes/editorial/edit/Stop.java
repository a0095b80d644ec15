// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.edit;

/** Ends the application of an edit inside this package; never leaves it. */
final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient EditResult.Refused refused;

    Stop(Refusal reason, String shotId, String message) {
        super(message, null, false, false);
        this.refused = new EditResult.Refused(reason, shotId, message);
    }

    EditResult.Refused refused() {
        return refused;
    }
}
