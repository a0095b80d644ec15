// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

/** What a call needs its caller's role to allow; the names are those of the contract's {@code Access.Permission}. */
public enum Permission {
    /** Nothing; the caller need not be signed in. */
    PUBLIC,
    /** To be signed in, whatever the role. */
    SIGNED_IN,
    READ,
    COMMENT,
    REVIEW,
    EDIT,
    MANAGE,
    ADMIN
}
