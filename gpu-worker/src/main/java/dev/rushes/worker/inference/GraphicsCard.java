// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.inference;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;

/** Tells whether NVIDIA's driver is there without loading anything that would stay broken if it is not. */
final class GraphicsCard {

    private GraphicsCard() {}

    /**
     * Returns whether libcuda can be loaded. A preset class touched without it throws UnsatisfiedLinkError once and
     * NoClassDefFoundError ever after, so this is asked first.
     */
    static boolean hasDriver() {
        return canLoad("libcuda.so.1");
    }

    /** Returns whether the encoder's library is there. */
    static boolean hasEncoder() {
        return hasDriver() && canLoad("libnvidia-encode.so.1");
    }

    private static boolean canLoad(String library) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(library, arena);
            return true;
        } catch (IllegalArgumentException e) {
            // That is how the lookup says "not found".
            return false;
        }
    }
}
