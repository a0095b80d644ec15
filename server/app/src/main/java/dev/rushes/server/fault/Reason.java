// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.fault;

/** Stable reasons of faults; the names are those of the contract's {@code ErrorReason} without its prefix. */
public enum Reason {
    INVALID_FIELD,
    RESOURCE_NOT_FOUND,
    ALREADY_EXISTS,
    REVISION_STALE,
    REQUEST_ID_REUSED,
    NO_USABLE_FOOTAGE,
    NO_USABLE_SONG,
    CHECKSUM_MISMATCH,
    LIMIT_EXCEEDED,
    STORAGE_FULL,
    WORKER_UNAVAILABLE,
    DATABASE_UNAVAILABLE,
    MEDIA_REJECTED,
    WRONG_STATE,
    NOTHING_TO_PROPOSE,
    LINK_INVALID,
    SIGN_IN_REQUIRED,
    PERMISSION_DENIED,
    PAIRING_INVALID,
    TOO_MANY_ATTEMPTS,
    INTERNAL,
    EDIT_REFUSED
}
