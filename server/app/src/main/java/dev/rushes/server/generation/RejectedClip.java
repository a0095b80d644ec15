// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.generation;

/** A clip that was left out, and why in words with what to do. */
public record RejectedClip(String mediaId, String fileName, String reason) {}
