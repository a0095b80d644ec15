// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.project;

/** The shape of the finished video. */
public enum Shape {
    VERTICAL,
    SQUARE,
    LANDSCAPE
}
