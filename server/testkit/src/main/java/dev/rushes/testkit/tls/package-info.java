// SPDX-License-Identifier: Apache-2.0
/** Certificates for tests, made when they are needed. */
@NullMarked
package dev.rushes.testkit.tls;

import org.jspecify.annotations.NullMarked;
