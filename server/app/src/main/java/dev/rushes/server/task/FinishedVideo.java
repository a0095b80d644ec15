// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

import dev.rushes.editorial.footage.VideoAnalysis;
import dev.rushes.editorial.music.SongAnalysis;
import org.jspecify.annotations.Nullable;

/** A finished video taken apart: its picture, and its own sound where it has one. */
public record FinishedVideo(VideoAnalysis video, @Nullable SongAnalysis song) {}
