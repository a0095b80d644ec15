// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.task;

/** What came of looking at a file: a value, or why the file cannot be used. */
public sealed interface Looked<T> {

    /** The file was read. */
    record Found<T>(T value) implements Looked<T> {}

    /** The file cannot be used; {@code code} is a word such as {@code NO_AUDIO}, {@code message} says what to do. */
    record Rejected<T>(String code, String message) implements Looked<T> {}
}
