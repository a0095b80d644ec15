// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.backup;

/** A backup or a restore is refused; the message says why and what to do. */
public final class BadBackup extends Exception {
    private static final long serialVersionUID = 1L;

    BadBackup(String message) {
        super(message);
    }
}
