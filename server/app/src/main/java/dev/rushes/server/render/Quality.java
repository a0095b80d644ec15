// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.render;

/** How much care the encoder takes. */
public enum Quality {
    LOW,
    HIGH,
    MAXIMUM
}
