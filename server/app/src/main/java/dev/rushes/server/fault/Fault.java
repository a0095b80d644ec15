// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.fault;

import java.time.Duration;
import java.util.Map;

/**
 * A refusal the caller can act on: it names what is wrong, the value, and what to do next. Everything else that is thrown is a
 * bug and reaches the caller only as an incident id.
 */
public abstract sealed class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    private Fault(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Returns the stable reason. */
    public Reason reason() {
        return reason;
    }

    /** Returns the message; never null. */
    public String text() {
        String message = getMessage();
        return message == null ? reason.name() : message;
    }

    /** The named thing does not exist, or the caller may not see it. */
    public static final class NotFound extends Fault {
        private static final long serialVersionUID = 1L;
        private final String type;
        private final String name;

        public NotFound(String type, String name) {
            super(Reason.RESOURCE_NOT_FOUND, type + " \"" + name + "\" does not exist");
            this.type = type;
            this.name = name;
        }

        public String type() {
            return type;
        }

        public String name() {
            return name;
        }
    }

    /** Something moved on since the caller looked. */
    public static final class Conflict extends Fault {
        private static final long serialVersionUID = 1L;

        public Conflict(Reason reason, String message) {
            super(reason, message);
        }
    }

    /** A timeline has more edits than the caller has seen. */
    public static final class Stale extends Fault {
        private static final long serialVersionUID = 1L;
        private final transient StaleEdits detail;

        public Stale(String message, StaleEdits detail) {
            super(Reason.REVISION_STALE, message);
            this.detail = detail;
        }

        public StaleEdits detail() {
            return detail;
        }
    }

    /** The request is right and the state is wrong. */
    public static final class Refused extends Fault {
        private static final long serialVersionUID = 1L;
        private final transient Map<String, String> metadata;

        public Refused(Reason reason, String message) {
            this(reason, message, Map.of());
        }

        public Refused(Reason reason, String message, Map<String, String> metadata) {
            super(reason, message);
            this.metadata = Map.copyOf(metadata);
        }

        public Map<String, String> metadata() {
            return metadata;
        }
    }

    /** The request is wrong whatever the state. */
    public static final class Invalid extends Fault {
        private static final long serialVersionUID = 1L;
        private final String field;

        /** Takes the field's path in the request and what is wrong with its value. */
        public Invalid(String field, String message) {
            this(Reason.INVALID_FIELD, field, message);
        }

        public Invalid(Reason reason, String field, String message) {
            super(reason, field + ": " + message);
            this.field = field;
        }

        public String field() {
            return field;
        }
    }

    /** A limit of the installation is reached. */
    public static final class Exhausted extends Fault {
        private static final long serialVersionUID = 1L;
        private final transient Map<String, String> metadata;

        public Exhausted(Reason reason, String message, Map<String, String> metadata) {
            super(reason, message);
            this.metadata = Map.copyOf(metadata);
        }

        public Map<String, String> metadata() {
            return metadata;
        }
    }

    /** Too many attempts; a later one may be let through. */
    public static final class TooOften extends Fault {
        private static final long serialVersionUID = 1L;
        private final Duration retryAfter;

        public TooOften(String message, Duration retryAfter) {
            super(Reason.TOO_MANY_ATTEMPTS, message);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** Nobody knows who calls. */
    public static final class Unauthenticated extends Fault {
        private static final long serialVersionUID = 1L;

        public Unauthenticated(String message) {
            super(Reason.SIGN_IN_REQUIRED, message);
        }
    }

    /** The caller is known and may not do this. */
    public static final class Denied extends Fault {
        private static final long serialVersionUID = 1L;

        public Denied(String message) {
            super(Reason.PERMISSION_DENIED, message);
        }
    }

    /** Not now; the same request may work later. */
    public static final class Unavailable extends Fault {
        private static final long serialVersionUID = 1L;
        private final Duration retryAfter;

        public Unavailable(Reason reason, String message, Duration retryAfter) {
            super(reason, message);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }
}
