// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

/** A call to a worker gave no result; says whether the try counts. */
public abstract sealed class WorkerFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private WorkerFault(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
    }

    /** No worker is there or all are full: try later, the try does not count. */
    public static final class Busy extends WorkerFault {
        private static final long serialVersionUID = 1L;

        public Busy(String message) {
            super(message, null);
        }
    }

    /** The worker died, hung or failed: the try counts. */
    public static final class Trouble extends WorkerFault {
        private static final long serialVersionUID = 1L;

        public Trouble(String message, @org.jspecify.annotations.Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The caller cancelled the call. */
    public static final class Cancelled extends WorkerFault {
        private static final long serialVersionUID = 1L;

        public Cancelled() {
            super("cancelled", null);
        }
    }
}
