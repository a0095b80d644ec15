// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.access;

import java.util.EnumSet;
import java.util.Set;

/** What somebody is to a creator; each role may what the one before it may, and more. */
public enum Role {
    /** Has a link to one job, and may look at it and comment. */
    GUEST(Permission.READ, Permission.COMMENT),
    REVIEWER(Permission.READ, Permission.COMMENT, Permission.REVIEW),
    LEAD(Permission.READ, Permission.COMMENT, Permission.REVIEW, Permission.EDIT),
    /** Owns the work. */
    CREATOR(Permission.READ, Permission.COMMENT, Permission.REVIEW, Permission.EDIT, Permission.MANAGE),
    /** Owns the work and runs the installation. */
    ADMIN(Permission.READ, Permission.COMMENT, Permission.REVIEW, Permission.EDIT, Permission.MANAGE, Permission.ADMIN);

    private final Set<Permission> permissions;

    Role(Permission first, Permission... rest) {
        this.permissions = EnumSet.of(first, rest);
        this.permissions.add(Permission.PUBLIC);
        this.permissions.add(Permission.SIGNED_IN);
    }

    public boolean permits(Permission permission) {
        return permissions.contains(permission);
    }

    /** Returns whether {@code other} may nothing that this role may not. */
    public boolean covers(Role other) {
        return compareTo(other) >= 0;
    }
}
