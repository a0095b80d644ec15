// SPDX-License-Identifier: Apache-2.0
/**
 * Documents other programs read. The only package that may use a JSON library (RATIONALE E-1).
 *
 * <p>{@link dev.rushes.editorial.interchange.Format} writes a cut for editing programs. What each format carries; "partly"
 * and "no" are named shot by shot in the {@link dev.rushes.editorial.interchange.LossReport} of each document:
 *
 * <pre>
 *                   timeline JSON  xmeml   FCPXML  OTIO    EDL
 *   cut points      yes            yes     yes     yes     yes
 *   source frames   yes            yes     yes     yes     yes
 *   mixed rates     yes            partly  yes     yes     partly
 *   variable rates  yes            no      no      no      no
 *   start timecode  no             yes     yes     yes     partly
 *   dissolves       partly         yes     yes     yes     yes
 *   whip pans       partly         partly  partly  yes     partly
 *   crop            no             yes     yes     partly  no
 *   moving crop     no             yes     yes     partly  no
 *   song            partly         partly  yes     yes     partly
 *   song fade       no             no      no      no      no
 *   beats           yes            yes     yes     yes     no
 *   reasons         yes            yes     yes     yes     partly
 *   locks           yes            yes     yes     yes     partly
 *   comments        no             partly  partly  partly  partly
 *   history         yes            no      no      no      no
 *   file names      yes            yes     yes     yes     partly
 * </pre>
 */
@NullMarked
package dev.rushes.editorial.interchange;

import org.jspecify.annotations.NullMarked;
