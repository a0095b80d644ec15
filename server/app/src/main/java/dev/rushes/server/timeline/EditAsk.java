// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.timeline;

import dev.rushes.editorial.edit.Edit;

/** An edit as a caller asked for it, which may name shots by number and places by beat. */
@FunctionalInterface
public interface EditAsk {

    /** Returns what it means on the timeline that lies on the desk. */
    Edit on(EditDesk desk);
}
