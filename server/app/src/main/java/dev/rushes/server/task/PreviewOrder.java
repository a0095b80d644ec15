// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import java.nio.file.Path;

/** What a worker needs to make previews; {@code kind} is the contract's word, PICTURE or SOUND; files go into {@code folder}. */
public record PreviewOrder(SourceFile source, String kind, Path folder) {}
