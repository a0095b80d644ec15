// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Asks the C library whether a stream is a terminal; {@code System.console()} only knows of standard output. */
final class Tty {

    static final int STDERR = 2;

    private Tty() {}

    static boolean isTerminal(int fileDescriptor) {
        Linker linker = Linker.nativeLinker();
        MethodHandle isatty = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("isatty"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            return (int) isatty.invokeExact(fileDescriptor) == 1;
        } catch (Throwable e) {
            throw new IllegalStateException("isatty(" + fileDescriptor + ")", e);
        }
    }
}
