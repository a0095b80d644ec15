// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.style;

import java.util.Optional;

/** Keeps style profiles. */
public interface StyleStore {

    /** Keeps {@code style} unless its id is known; returns what is kept. */
    SavedStyle insert(SavedStyle style);

    Optional<SavedStyle> find(String styleProfileId);
}
