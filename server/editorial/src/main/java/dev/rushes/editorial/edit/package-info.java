// SPDX-License-Identifier: Apache-2.0
/**
 * What people do to a cut: typed edits, their application, undo and redo, rebasing and merging. A timeline is the fold of its
 * logged edits; the same log gives the same timeline, bit for bit.
 */
@NullMarked
package dev.rushes.editorial.edit;

import org.jspecify.annotations.NullMarked;
