// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import java.nio.file.Path;

/** A file a worker may read: its name for messages, where it lies, and its content's SHA-256 in lower-case hexadecimal. */
public record SourceFile(String fileName, Path path, String sha256) {}
