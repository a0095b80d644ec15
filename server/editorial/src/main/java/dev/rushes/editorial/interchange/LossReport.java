// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import java.util.List;

/**
 * What a document does not carry of its cut. Whatever is not listed here is in the document.
 *
 * @param format of the document
 * @param losses in the order of {@link Feature}
 */
public record LossReport(Format format, List<Loss> losses) {

    public LossReport {
        losses = List.copyOf(losses);
    }

    /** Tells whether something is lost for a shot. */
    public boolean concerns(Feature feature, int shot) {
        return losses.stream()
                .anyMatch(loss -> loss.feature() == feature
                        && (loss.shots().isEmpty() || loss.shots().contains(shot)));
    }
}
