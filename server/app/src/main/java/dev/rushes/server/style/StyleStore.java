// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.style;

import dev.rushes.server.request.Page;
import java.util.Optional;

/** Keeps style profiles. */
public interface StyleStore {

    /** Keeps {@code style} unless its id is known; returns what is kept. */
    SavedStyle insert(SavedStyle style);

    Optional<SavedStyle> find(String styleProfileId);

    /** Returns profiles, newest first. */
    Page<SavedStyle> list(Page.Ask ask);
}
